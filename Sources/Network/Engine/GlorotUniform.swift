package import CounterRandom

/// Initial weights: Glorot-uniform for kernels, Keras' default.
///
/// - Formula: element e of tensor t is (2u − 1) · limit with u = ⌊word / 2⁸⌋ / 2²⁴, word e mod 4 of Philox at counter
///   (⌊e/4⌋, 0, 0, purpose and t), and limit = √(6 / (fan in + fan out)) rounded to single precision.
/// - Source: Glorot & Bengio, *Understanding the difficulty of training deep feedforward neural networks*, AISTATS 2010, eq. 16.
package struct GlorotUniform: Sendable {
  package let fanIn: Int
  package let fanOut: Int

  package init(fanIn: Int, fanOut: Int) {
    self.fanIn = fanIn
    self.fanOut = fanOut
  }

  /// The bound of the uniform distribution.
  package var limit: Float { Float((6 / Double(fanIn + fanOut)).squareRoot()) }

  /// The first `count` elements of tensor number `tensor`, in Keras' row-major order.
  package func elements(count: Int, tensor: Int, generator: Philox) -> [Float] {
    let limit = limit
    let purpose = RandomPurpose.initialWeights.word(layer: tensor)
    var elements: [Float] = []
    elements.reserveCapacity(count)
    for block in 0..<(count + 3) / 4 {
      let words = generator.words(SIMD4(UInt32(truncatingIfNeeded: block), 0, 0, purpose))
      for lane in 0..<min(4, count - 4 * block) {
        let unit = Float(words[lane] >> 8) * 0x1p-24
        elements.append((2 * unit - 1) * limit)
      }
    }
    return elements
  }
}
