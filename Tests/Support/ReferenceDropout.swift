package import CounterRandom

/// The mask of inverted dropout for one image, element by element, by its formula.
///
/// - Formula: mask[e] = 1/keep where word(e) < ⌊keep · 2³²⌋ (everywhere for keep = 1), else 0;
///   word(e) is word ⌊e/16⌋ mod 4 of Philox at counter (16·⌊e/64⌋ + e mod 16, image, epoch, purpose and layer).
package struct ReferenceDropout: Sendable {
  /// The key of all masks of a run.
  package var generator: Philox
  /// The words of the counter after the element's.
  package var image: UInt32
  package var epoch: UInt32
  package var purposeAndLayer: UInt32
  /// The share of elements that is kept, in (0, 1].
  package var keep: Double

  /// The masks of one image, epoch and layer.
  package init(generator: Philox, image: UInt32, epoch: UInt32, purposeAndLayer: UInt32, keep: Double) {
    self.generator = generator
    self.image = image
    self.epoch = epoch
    self.purposeAndLayer = purposeAndLayer
    self.keep = keep
  }

  /// The masks of the first `count` elements.
  package func mask(count: Int) -> [Float] {
    let threshold = UInt64((keep * 0x1p32).rounded(.down))
    return (0..<count).map { UInt64(word(of: $0)) < threshold ? Float(1 / keep) : 0 }
  }

  /// The word that decides about one element.
  package func word(of element: Int) -> UInt32 {
    let counter = SIMD4(UInt32(16 * (element / 64) + element % 16), image, epoch, purposeAndLayer)
    return generator.words(counter)[element / 16 % 4]
  }
}
