/// To what a tensor of a checkpoint belongs, which its name begins with.
enum CheckpointPart: Hashable {
  /// The weights that are trained, whose names are those of the model.
  case weights
  case slot(OptimizerSlot.Kind)
  /// The weights of the best epoch.
  case best

  /// That of a tensor of this name.
  init(of name: String) {
    if name.hasPrefix(CheckpointPart.best.prefix) {
      self = .best
    } else {
      self = OptimizerSlot.Kind.allCases.first { name.hasPrefix($0.rawValue) }.map { .slot($0) } ?? .weights
    }
  }

  /// How the names of its tensors begin.
  var prefix: String {
    switch self {
    case .weights: ""
    case .slot(let kind): kind.rawValue
    case .best: "best_epoch."
    }
  }
}
