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
      guard sample.total.kinkDistance < Self.leastKinkDistance else {
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
    parameters = architecture.tensors.map { generator.floats($0.elementCount, in: -0.7...0.7) }
    // Numbers that do not follow each other, one beyond 16 bits.
    images = [7, 70_003, 12].map { .random(for: architecture, number: $0, using: &generator) }
  }

  /// The summed loss, and the distance of the nearest kink.
  var total: (loss: BoundedValue, kinkDistance: Double) { total(with: bounded) }

  /// The summed gradient, by the chain rule, with bounds for single precision.
  var gradient: [[BoundedValue]] {
    let network = ReferenceNetwork(architecture)
    var sums = parameters.map { Array(repeating: BoundedValue.zero, count: $0.count) }
    for image in images {
      let gradient = network.gradient(of: image.reference(in: architecture), parameters: bounded)
      for (tensor, values) in gradient.enumerated() {
        for (element, value) in values.enumerated() { sums[tensor][element] += value }
      }
    }
    return sums
  }

  /// The summed gradient by central differences of the loss; tolerances are those of the difference.
  var differences: [[ExpectedValue]] {
    var moved = bounded
    return parameters.indices.map { tensor in
      parameters[tensor].indices.map { element in
        let value = moved[tensor][element].value
        moved[tensor][element] = BoundedValue(value + Self.step)
        let after = total(with: moved).loss.value
        moved[tensor][element] = BoundedValue(value - Self.step)
        let before = total(with: moved).loss.value
        moved[tensor][element] = BoundedValue(value)
        return ExpectedValue((after - before) / (2 * Self.step), tolerance: Self.differenceTolerance)
      }
    }
  }

  private var bounded: [[BoundedValue]] { parameters.map { $0.map { BoundedValue(Double($0)) } } }

  private func total(with parameters: [[BoundedValue]]) -> (loss: BoundedValue, kinkDistance: Double) {
    let network = ReferenceNetwork(architecture)
    var (sum, distance) = (BoundedValue.zero, Double.infinity)
    for image in images {
      let (loss, kinkDistance) = network.loss(of: image.reference(in: architecture), parameters: parameters)
      // Losses are summed in Double.
      sum = BoundedValue(sum.value + loss.value, bound: sum.bound + loss.bound)
      distance = min(distance, kinkDistance)
    }
    return (sum, distance)
  }
}
