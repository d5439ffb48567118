/// A function of each unit, or of all units of a pixel (softmax).
package enum Activation: Equatable, Sendable {
  /// x
  case linear
  /// max(x, 0)
  case relu
  /// x where x ≥ 0, else slope · x
  case leakyReLU(slope: Double)
  /// min(x, maximum) where x > threshold, else slope · (x − threshold); no maximum where it is nil
  case boundedReLU(maximum: Double?, slope: Double, threshold: Double)
  /// x where x > 0, else alpha · (exp(x) − 1)
  case elu(alpha: Double)
  /// x · Φ(x), with Φ(x) = ½ · (1 + erf(x / √2)) or, approximately, ½ · (1 + tanh(√(2/π) · (x + 0.044715 · x³)))
  case gelu(approximate: Bool)
  /// 1.0507 · x where x > 0, else 1.0507 · 1.6733 · (exp(x) − 1), with the constants of Klambauer et al., *Self-Normalizing
  /// Neural Networks*, NIPS 2017
  case selu
  /// x / (1 + exp(−x)), also called swish
  case silu
  /// ln(1 + exp(x))
  case softplus
  /// x / (1 + |x|)
  case softsign
  /// tanh(x)
  case tanh
  /// 1 / (1 + exp(−x))
  case sigmoid
  /// exp(x) / Σ exp(x) over the last axis
  case softmax

  /// min(max(x, 0), 6)
  package static let relu6 = Activation.boundedReLU(maximum: 6, slope: 0, threshold: 0)

  /// Keras' name of the function.
  package var kerasName: String {
    switch self {
    case .linear: "linear"
    case .relu: "relu"
    case .leakyReLU: "leaky_relu"
    case .boundedReLU: self == .relu6 ? "relu6" : "relu"
    case .elu: "elu"
    case .gelu: "gelu"
    case .selu: "selu"
    case .silu: "silu"
    case .softplus: "softplus"
    case .softsign: "softsign"
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
    case .relu, .boundedReLU, .elu, .gelu, .selu, .silu, .softplus, .softsign, .tanh, .sigmoid: false
    }
  }

  /// Checks the numbers: they come from files.
  func check() throws(ArchitectureError) {
    switch self {
    case .leakyReLU(let slope): try Requirement.notNegative("negative_slope", slope)
    case .boundedReLU(let maximum, let slope, let threshold):
      if let maximum { try Requirement.notNegative("max_value", maximum) }
      try Requirement.notNegative("negative_slope", slope)
      try Requirement.notNegative("threshold", threshold)
    case .elu(let alpha): try Requirement.notNegative("alpha", alpha)
    case .linear, .relu, .gelu, .selu, .silu, .softplus, .softsign, .tanh, .sigmoid, .softmax: break
    }
  }
}
