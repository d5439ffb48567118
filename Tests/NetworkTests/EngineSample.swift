import Network
import Support

/// A case with seeded weights and images, away from every kink.
struct EngineSample {
  let architecture: Architecture
  let parameters: [[Float]]
  let images: [EngineImage]

  /// A change of a parameter by ``step`` must not move a rectifier's input across zero or change a window's winner.
  private static let leastKinkDistance = 1e-3
  private static let step = 0x1p-17
  /// Central differences of losses of at most 30 are off by about 30 · 2⁻⁵³ / step = 4e-10 of rounding, and by
  /// step² / 6 · f‴ = 1e-11 · f‴ of truncation.
  private static let differenceTolerance = 2e-9

  /// Tries seeds until no kink is near.
  ///
  /// - Throws: ``NoSeed``, or what the architecture does.
  init(_ engineCase: EngineCase) throws {
    for seed in 1...500 {
      let sample = EngineSample(try engineCase.architecture(), seed: UInt64(seed))
      let widest = ReferencePass(winogradError: WinogradError.largest)
      guard sample.total(widest).kinkDistance < Self.leastKinkDistance else {
        self = sample
        return
      }
    }
    throw NoSeed(name: engineCase.name)
  }

  struct NoSeed: Error {
    let name: String
  }

  private init(_ architecture: Architecture, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    self.architecture = architecture
    parameters = Self.parameters(of: architecture, in: -0.7...0.7, using: &generator)
    // Numbers that do not follow each other, one beyond 16 bits.
    images = [7, 70_003, 12].map { .random(for: architecture, number: $0, using: &generator) }
  }

  /// Random parameters; moving variances are positive.
  static func parameters(
    of architecture: Architecture, in range: ClosedRange<Float>, using generator: inout SeededGenerator
  ) -> [[Float]] {
    architecture.tensors.map { tensor in
      let isVariance = !tensor.role.isTrained && tensor.initializer == .ones
      return generator.floats(tensor.elementCount, in: isVariance ? 0.3...1.5 : range)
    }
  }

  /// The summed loss, and the distance of the nearest kink.
  func total(_ pass: ReferencePass = ReferencePass()) -> (loss: BoundedValue, kinkDistance: Double) {
    total(with: bounded, pass)
  }

  /// The images as one leaf for the reference.
  var leaf: [ReferenceImage] { images.map { $0.reference(in: architecture) } }

  /// The leaf's gradient, by the chain rule, with bounds for single precision.
  func gradient(_ pass: ReferencePass) -> [[BoundedValue]] {
    ReferenceNetwork(architecture).gradient(of: leaf, parameters: bounded, pass)
  }

  /// The leaf's gradient by central differences of the loss; tolerances are those of the difference. Empty for a moving
  /// statistic, on which the loss of a training pass does not depend.
  var differences: [[ExpectedValue]] {
    var moved = bounded
    return zip(architecture.tensors, parameters.indices).map { description, tensor in
      guard description.role.isTrained else { return [] }
      return parameters[tensor].indices.map { element in
        let value = moved[tensor][element].value
        moved[tensor][element] = BoundedValue(value + Self.step)
        let after = total(with: moved, ReferencePass()).loss.value
        moved[tensor][element] = BoundedValue(value - Self.step)
        let before = total(with: moved, ReferencePass()).loss.value
        moved[tensor][element] = BoundedValue(value)
        return ExpectedValue((after - before) / (2 * Self.step), tolerance: Self.differenceTolerance)
      }
    }
  }

  private var bounded: [[BoundedValue]] { parameters.map { $0.map { BoundedValue(Double($0)) } } }

  private func total(
    with parameters: [[BoundedValue]], _ pass: ReferencePass
  ) -> (loss: BoundedValue, kinkDistance: Double) {
    let (losses, kinkDistance) = ReferenceNetwork(architecture).losses(of: leaf, parameters: parameters, pass)
    // Losses are summed in Double.
    let sum = losses.reduce(BoundedValue.zero) { BoundedValue($0.value + $1.value, bound: $0.bound + $1.bound) }
    return (sum, kinkDistance)
  }
}
