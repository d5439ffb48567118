/// The two kinds of Adam's running averages, which share a checkpoint with the weights under prefixed names.
enum Moments: String, CaseIterable {
  /// Of the gradient.
  case first = "adam.m."
  /// Of the squared gradient.
  case second = "adam.v."

  /// The kind of moment that a tensor of this name is; nil for a weight.
  static func kind(of name: String) -> Moments? {
    allCases.first { name.hasPrefix($0.rawValue) }
  }
}
