package import CounterRandom

/// The values that a tensor starts with: Keras' distributions, drawn from counters.
///
/// - Formula: element e of tensor t comes from word e mod 4 of Philox at counter (⌊e/4⌋, attempt, 0, purpose and t), with
///   attempt 0 and u = ⌊word / 2⁸⌋ / 2²⁴. Normal numbers take the words by twos, v = (first + 1) / 2³² and w = second / 2³²:
///   √(−2 ln v) · cos 2πw for the first, sin for the second. One beyond two deviations, where that is not wanted, comes from
///   the next attempt.
/// - Source: `VarianceScaling` and its kin in Keras' initializers/random_initializers.py; Box & Muller, *A note on the
///   generation of random normal deviates*, 1958.
package enum InitialValues: Equatable, Sendable {
  case constant(Float)
  /// (2u − 1) · limit, in single precision.
  case symmetric(limit: Float)
  /// lowest + u · (highest − lowest).
  case uniform(lowest: Double, highest: Double)
  /// mean + z · deviation with a normal z.
  case normal(mean: Double, deviation: Double)
  /// The same with a z of at most 2.
  case truncatedNormal(mean: Double, deviation: Double)

  /// What an initializer means for a tensor with so many inputs and outputs of a unit.
  package init(_ initializer: Initializer, fanIn: Int, fanOut: Int) {
    switch initializer.rule {
    case .constant(let value): self = .constant(Float(value))
    case .uniform(let lowest, let highest): self = .uniform(lowest: lowest, highest: highest)
    case .normal(let mean, let deviation): self = .normal(mean: mean, deviation: deviation)
    case .truncatedNormal(let mean, let deviation): self = .truncatedNormal(mean: mean, deviation: deviation)
    case .varianceScaling(let scale, let mode, let distribution):
      let fan =
        switch mode {
        case .inputs: Double(fanIn)
        case .outputs: Double(fanOut)
        case .average: Double(fanIn + fanOut) / 2
        }
      let variance = scale / max(1, fan)
      switch distribution {
      case .uniform: self = .symmetric(limit: Float((3 * scale / max(1, fan)).squareRoot()))
      case .normal: self = .normal(mean: 0, deviation: variance.squareRoot())
      case .truncatedNormal:
        self = .truncatedNormal(mean: 0, deviation: variance.squareRoot() / Self.truncatedDeviation)
      }
    }
  }

  /// The deviation of a normal distribution that is cut off at two deviations, in units of its own.
  private static let truncatedDeviation = 0.879_625_661_034_239_78

  /// The first `count` elements of tensor number `tensor`, in Keras' row-major order.
  package func elements(count: Int, tensor: Int, generator: Philox) -> [Float] {
    let purpose = RandomPurpose.initialWeights.word(layer: tensor)
    var elements: [Float] = []
    elements.reserveCapacity(count)
    for block in 0..<(count + 3) / 4 {
      let four = values { attempt in
        generator.words(SIMD4(UInt32(truncatingIfNeeded: block), attempt, 0, purpose))
      }
      for lane in 0..<min(4, count - 4 * block) { elements.append(four[lane]) }
    }
    return elements
  }

  /// Four elements.
  private func values(_ words: (_ attempt: UInt32) -> SIMD4<UInt32>) -> SIMD4<Float> {
    var four = SIMD4<Float>()
    switch self {
    case .constant(let value): return SIMD4(repeating: value)
    case .symmetric(let limit):
      let words = words(0)
      for lane in 0..<4 { four[lane] = (2 * (Float(words[lane] >> 8) * 0x1p-24) - 1) * limit }
    case .uniform(let lowest, let highest):
      let words = words(0)
      for lane in 0..<4 { four[lane] = Float(lowest + Double(words[lane] >> 8) * 0x1p-24 * (highest - lowest)) }
    case .normal(let mean, let deviation):
      let z = Self.normalNumbers(words(0))
      for lane in 0..<4 { four[lane] = Float(mean + z[lane] * deviation) }
    case .truncatedNormal(let mean, let deviation):
      var (z, attempt) = (Self.normalNumbers(words(0)), UInt32(0))
      while (0..<4).contains(where: { z[$0].magnitude > 2 }) {
        attempt += 1
        let others = Self.normalNumbers(words(attempt))
        for lane in 0..<4 where z[lane].magnitude > 2 { z[lane] = others[lane] }
      }
      for lane in 0..<4 { four[lane] = Float(mean + z[lane] * deviation) }
    }
    return four
  }

  /// Four normal numbers of mean 0 and deviation 1.
  private static func normalNumbers(_ words: SIMD4<UInt32>) -> SIMD4<Double> {
    var numbers = SIMD4<Double>()
    for pair in 0..<2 {
      let radius = (-2 * ElementaryFunctions.log((Double(words[2 * pair]) + 1) * 0x1p-32)).squareRoot()
      let halfTurns = Double(words[2 * pair + 1]) * 0x1p-31
      numbers[2 * pair] = radius * cosine(halfTurns: halfTurns)
      numbers[2 * pair + 1] = radius * cosine(halfTurns: halfTurns - 0.5)
    }
    return numbers
  }

  /// The cosine of π · x, for x from −2 to 2.
  private static func cosine(halfTurns x: Double) -> Double {
    let share = x.magnitude
    return ElementaryFunctions.cosine(halfTurns: share > 1 ? 2 - share : share)
  }
}
