/// A function of each element, and its gradient.
///
/// - Formula: output = f(input) · mask; inputGradient = outputGradient · f′(input).
/// - Shapes: input, output, gradients `[rows, channels]`, mask `[channels]`: 1 for the layer's channels, 0 for those that fill
///   vectors, which must stay zero; channels a multiple of 16. Aliasing: output may be input, inputGradient may be outputGradient.
/// - Accuracy, in ulp of 1 or of |x|, whichever is larger, of output and slope: relu and leakyReLU 0, elu ½ for an alpha up to 1,
///   gelu 1.5 and 2.5, approximateGELU 1 and 1.5, selu 2, silu 1.5 and 3, softplus 1.5 and 1, softsign 1 and 2.5, tanh 1, sigmoid 1
///   and ½; boundedReLU 1 and 0; tanh and sigmoid 1.5 and 2.5 ulp of the output itself.
/// - Edge cases: the output is not a number where the input is none, and where gelu's is −∞ or that of a rectifier with a slope of
///   0; otherwise infinities have the limits, or what is nearer to them than 1e-35.
///   A zero may lose its sign.
public struct ActivationKernel: Sendable {
  /// The functions; parameters are Keras'.
  public enum Function: Sendable, Equatable {
    /// max(x, 0)
    case relu
    /// x where x > 0, else slope · x
    case leakyReLU(slope: Float)
    /// min(x, maximum) where x > threshold, else slope · (x − threshold)
    case boundedReLU(maximum: Float, slope: Float, threshold: Float)
    /// x where x > 0, else alpha · (eˣ − 1)
    case elu(alpha: Float)
    /// x · Φ(x), Φ the normal distribution
    case gelu
    /// ½ x (1 + tanh(√(2/π) (x + 0.044715 x³)))
    case approximateGELU
    /// 1.0507 x where x > 0, else 1.7581 (eˣ − 1)
    case selu
    /// x / (1 + e⁻ˣ)
    case silu
    /// ln(1 + eˣ)
    case softplus
    /// x / (1 + |x|)
    case softsign
    case tanh
    /// 1 / (1 + e⁻ˣ)
    case sigmoid
  }

  public let function: Function
  public let rows: Int
  public let channels: Int
  public let input: FloatView
  /// The output; read in the backward pass.
  public let output: FloatView
  public let mask: FloatView

  public init(
    _ function: Function, rows: Int, channels: Int, input: FloatView, output: FloatView, mask: FloatView
  ) {
    precondition(channels % Lanes.width == 0 && input.count >= rows * channels && output.count >= rows * channels)
    precondition(mask.count >= channels)
    self.function = function
    self.rows = rows
    self.channels = channels
    self.input = input
    self.output = output
    self.mask = mask
  }
}

extension KernelSet {
  @inlinable @inline(__always)
  public static func activateTemplate(_ pass: ActivationKernel) {
    switch pass.function {
    case .relu: forEachVector(pass) { x in x.rectified() }
    case .leakyReLU(let slope): forEachVector(pass) { x in (x * slope).replacing(with: x, where: x .> 0) }
    case .boundedReLU(let maximum, let slope, let threshold):
      forEachVector(pass) { x in
        ((x - threshold) * slope).replacing(
          with: x.replacing(with: maximum, where: x .> maximum), where: x .> threshold)
      }
    case .elu(let alpha): forEachVector(pass) { x in ((exp(x) - 1) * alpha).replacing(with: x, where: x .> 0) }
    case .gelu: forEachVector(pass) { x in x * normalDistribution(x) }
    case .approximateGELU: forEachVector(pass) { x in 0.5 * x * (1 + tanh(tanhArgument(x))) }
    case .selu:
      forEachVector(pass) { x in ((exp(x) - 1) * seluBottom).replacing(with: x * seluScale, where: x .> 0) }
    // Below −87 the sigmoid is what it is there, and x must not grow on.
    case .silu: forEachVector(pass) { x in x.replacing(with: -87, where: x .< -87) * sigmoid(x) }
    case .softplus: forEachVector(pass) { x in softplus(x) }
    case .softsign:
      forEachVector(pass) { x in
        let finite = clamped(x, to: Float.greatestFiniteMagnitude)
        return finite / (1 + finite.replacing(with: -finite, where: finite .< 0))
      }
    case .tanh: forEachVector(pass) { x in tanh(x) }
    case .sigmoid: forEachVector(pass) { x in sigmoid(x) }
    }
  }

  /// - Parameters:
  ///   - outputGradient: as long as the output; `inputGradient` alike.
  @inlinable @inline(__always)
  public static func activateBackwardTemplate(
    _ pass: ActivationKernel, outputGradient: FloatView, inputGradient: FloatView
  ) {
    precondition(outputGradient.count >= pass.rows * pass.channels && inputGradient.count >= pass.rows * pass.channels)
    let (source, target) = (outputGradient, inputGradient)
    switch pass.function {
    case .relu: forEachGradient(pass, source, target) { _, y, d in Lanes.zero.replacing(with: d, where: y .> 0) }
    case .leakyReLU(let slope):
      forEachGradient(pass, source, target) { x, _, d in (d * slope).replacing(with: d, where: x .> 0) }
    case .boundedReLU(let maximum, let slope, let threshold):
      forEachGradient(pass, source, target) { x, _, d in
        (d * slope).replacing(with: d.replacing(with: 0, where: x .>= maximum), where: x .> threshold)
      }
    case .elu(let alpha):
      forEachGradient(pass, source, target) { x, y, d in (d * (y + alpha)).replacing(with: d, where: x .> 0) }
    case .gelu: forEachGradient(pass, source, target) { x, _, d in d * geluSlope(x) }
    case .approximateGELU: forEachGradient(pass, source, target) { x, _, d in d * approximateGELUSlope(x) }
    case .selu:
      forEachGradient(pass, source, target) { x, y, d in
        (d * (y + seluBottom)).replacing(with: d * seluScale, where: x .> 0)
      }
    case .silu:
      forEachGradient(pass, source, target) { x, _, d in
        let s = sigmoid(x)
        return d * (s * multiplyAdd(clamped(x, to: 87), 1 - s, Lanes(repeating: 1)))
      }
    case .softplus: forEachGradient(pass, source, target) { x, _, d in d * sigmoid(x) }
    case .softsign:
      forEachGradient(pass, source, target) { x, _, d in
        let t = 1 / (1 + x.replacing(with: -x, where: x .< 0))
        return d * (t * t)
      }
    case .tanh: forEachGradient(pass, source, target) { _, y, d in d * (1 - y * y) }
    case .sigmoid: forEachGradient(pass, source, target) { _, y, d in d * (y * (1 - y)) }
    }
  }

  /// What selu multiplies by above zero, and where it ends below.
  @inlinable @inline(__always) static var seluScale: Float { 1.050_700_987_355_480_5 }
  @inlinable @inline(__always) static var seluBottom: Float { 1.758_099_340_847_376_6 }

  /// √(2/π) (x + 0.044715 x³)
  @inlinable @inline(__always)
  static func tanhArgument(_ x: Lanes) -> Lanes {
    multiplyAdd(x * x * 0.044_715, x, x) * 0.797_884_560_8
  }

  /// Φ(x) + x · φ(x), which beyond ±16 is 0 and 1: x² must not become infinite.
  @inlinable @inline(__always)
  static func geluSlope(_ argument: Lanes) -> Lanes {
    let x = clamped(argument, to: 16)
    return multiplyAdd(x, exp(x * x * -0.5) * 0.398_942_280_4, normalDistribution(x))
  }

  /// The same with the approximation of Φ.
  @inlinable @inline(__always)
  static func approximateGELUSlope(_ argument: Lanes) -> Lanes {
    let x = clamped(argument, to: 16)
    let t = tanh(tanhArgument(x))
    let inner = multiplyAdd(x * x, Lanes(repeating: 0.134_145), Lanes(repeating: 1)) * 0.797_884_560_8
    return multiplyAdd(0.5 * x * (1 - t * t), inner, 0.5 * (1 + t))
  }

  /// Stores `body` of each vector of the input, masked, in the output.
  @inlinable @inline(__always)
  static func forEachVector(_ pass: ActivationKernel, _ body: (_ x: Lanes) -> Lanes) {
    for row in 0..<pass.rows {
      for channel in stride(from: 0, to: pass.channels, by: Lanes.width) {
        let place = row &* pass.channels &+ channel
        let value = body(unsafe Lanes(at: pass.input.start + place))
        unsafe (value * Lanes(at: pass.mask.start + channel)).store(at: pass.output.start + place)
      }
    }
  }

  /// Stores `body` of each vector's input, output and gradient.
  @inlinable @inline(__always)
  static func forEachGradient(
    _ pass: ActivationKernel, _ source: FloatView, _ target: FloatView,
    _ body: (_ x: Lanes, _ y: Lanes, _ d: Lanes) -> Lanes
  ) {
    for place in stride(from: 0, to: pass.rows &* pass.channels, by: Lanes.width) {
      unsafe body(
        Lanes(at: pass.input.start + place), Lanes(at: pass.output.start + place), Lanes(at: source.start + place)
      ).store(at: target.start + place)
    }
  }
}
