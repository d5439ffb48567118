/// A function of each unit, or of all units of a pixel (softmax); the raw value is Keras' name.
package enum Activation: String, CaseIterable, Equatable, Sendable {
  /// x
  case linear
  /// max(x, 0)
  case relu
  /// exp(x) / Σ exp(x) over the last axis; the loss takes it over, so only the last layer may have it.
  case softmax

  /// The names, for messages.
  static var names: String { allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ") }
}
