/// A function of each unit, or of all units of a pixel (softmax).
package enum Activation: Equatable, Sendable {
  /// x
  case linear
  /// max(x, 0)
  case relu
  /// x where x ≥ 0, else slope · x
  case leakyReLU(slope: Double)
  /// x where x > 0, else alpha · (exp(x) − 1)
  case elu(alpha: Double)
  /// x · Φ(x), with Φ(x) = ½ · (1 + erf(x / √2)) or, approximately, ½ · (1 + tanh(√(2/π) · (x + 0.044715 · x³)))
  case gelu(approximate: Bool)
  /// tanh(x)
  case tanh
  /// 1 / (1 + exp(−x))
  case sigmoid
  /// exp(x) / Σ exp(x) over the last axis
  case softmax

  /// Keras' name of the function.
  package var kerasName: String {
    switch self {
    case .linear: "linear"
    case .relu: "relu"
    case .leakyReLU: "leaky_relu"
    case .elu: "elu"
    case .gelu: "gelu"
    case .tanh: "tanh"
    case .sigmoid: "sigmoid"
    case .softmax: "softmax"
    }
  }

  /// Whether a network may end with it: probabilities, or logits, which can be any number.
  var givesLogitsOrProbabilities: Bool {
    switch self {
    case .linear, .softmax: true
    case .leakyReLU(let slope): slope > 0
    case .relu, .elu, .gelu, .tanh, .sigmoid: false
    }
  }

  /// Checks the numbers: they come from files.
  func check() throws(ArchitectureError) {
    switch self {
    case .leakyReLU(let slope): try Requirement.notNegative("negative_slope", slope)
    case .elu(let alpha): try Requirement.notNegative("alpha", alpha)
    case .linear, .relu, .gelu, .tanh, .sigmoid, .softmax: break
    }
  }
}
