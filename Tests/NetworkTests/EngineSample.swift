import Network
import Support
import Testing

/// A case with seeded weights and images, away from every kink.
struct EngineSample: Sendable, CustomTestStringConvertible {
  /// What the network is there for, or its layers.
  let testDescription: String
  let architecture: Architecture
  let parameters: [[Float]]
  let images: [EngineImage]

  /// A change of a parameter by ``step`` must not move a rectifier's input across zero or change a window's winner.
  private static let leastKinkDistance = 1e-3
  private static let step = 0x1p-17
  /// Central differences of losses of at most 30 are off by about 30 · 2⁻⁵³ / step = 4e-10 of rounding, and by
  /// step² / 6 · f‴ = 1e-11 · f‴ of truncation.
  private static let differenceTolerance = 2e-9

  /// Tries seeds until no kink is near, and bounds prove something.
  ///
  /// - Throws: ``NoSeed``, or what the architecture does.
  init(_ engineCase: EngineCase) throws {
    let sample = try Self.first(engineCase, seeds: 500) {
      $0.kinkDistance >= Self.leastKinkDistance && $0.hasNarrowBounds
    }
    guard let sample else { throw NoSeed(name: engineCase.name) }
    self = sample
  }

  /// Images of a spot on empty ground and no bias, as before the first step: where a layer sees nothing its output is zero, which
  /// is where slopes jump. No other rounding crosses a kink.
  ///
  /// - Throws: ``NoSeed``, or what the architecture does.
  init(onEmptyGround engineCase: EngineCase) throws {
    let sample = try Self.first(engineCase, seeds: 200, onEmptyGround: true) {
      $0.kinkDistance > 0 && $0.hasNarrowBounds
    }
    guard let sample else { throw NoSeed(name: engineCase.name) }
    self = sample
  }

  /// Drawn networks with weights and images for which no rounding crosses a kink, and whose gradients have bounds that prove
  /// something.
  static func drawn(_ count: Int, seed: UInt64) throws -> [EngineSample] {
    var generator = EngineCaseGenerator(seed: seed)
    var samples: [EngineSample] = []
    for _ in 0..<20 * count where samples.count < count {
      let sample = try first(generator.next(), seeds: 5) { $0.kinkDistance > 0 && $0.hasNarrowBounds }
      if let sample { samples.append(sample) }
    }
    return samples
  }

  private static func first(
    _ engineCase: EngineCase, seeds: Int, onEmptyGround: Bool = false, where isWanted: (EngineSample) -> Bool
  ) throws -> EngineSample? {
    let architecture = try engineCase.architecture()
    return (1...seeds).lazy
      .map { EngineSample(engineCase.name, architecture, seed: UInt64($0), onEmptyGround: onEmptyGround) }
      .first(where: isWanted)
  }

  /// With the widest bounds.
  private var kinkDistance: Double { total(Self.widest).kinkDistance }

  private var hasNarrowBounds: Bool {
    let gradient = gradient(Self.widest)
    return zip(gradient, Self.measures(of: gradient)).allSatisfy { tensor, measure in
      tensor.allSatisfy { $0.bound + Self.differenceTolerance < Self.widestBound * measure }
    }
  }

  private static let widest = ReferencePass(winogradError: WinogradError.largest)
  /// Worst-case bounds that are wider than this share of a tensor's measure would prove nothing.
  static let widestBound = 1e-2

  /// What bounds are to be narrow against: a tensor's largest gradient.
  ///
  /// Behind batch normalisation a bias has no gradient but rounding: there the layer's kernel is the measure.
  static func measures(of gradient: [[BoundedValue]]) -> [Double] {
    let largest = gradient.map { $0.map(\.value.magnitude).max() ?? 0 }
    return largest.indices.map { largest[$0] > 1e-9 ? largest[$0] : largest[max($0 - 1, 0)] }
  }

  struct NoSeed: Error {
    let name: String
  }

  private init(_ name: String, _ architecture: Architecture, seed: UInt64, onEmptyGround: Bool) {
    testDescription = name
    var generator = SeededGenerator(seed: seed)
    self.architecture = architecture
    var parameters = Self.parameters(of: architecture, in: -0.7...0.7, using: &generator)
    // Numbers that do not follow each other, one beyond 16 bits.
    var images = [7, 70_003, 12].map { EngineImage.random(for: architecture, number: $0, using: &generator) }
    if onEmptyGround {
      for (index, tensor) in architecture.tensors.enumerated() where tensor.initializer == .zeros {
        parameters[index] = Array(repeating: 0, count: tensor.elementCount)
      }
      for index in images.indices { images[index].clearGround(of: architecture, using: &generator) }
    }
    (self.parameters, self.images) = (parameters, images)
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

  /// The loss of each image.
  func losses(_ pass: ReferencePass) -> [BoundedValue] {
    ReferenceNetwork(architecture).losses(of: leaf, parameters: bounded, pass).losses
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
