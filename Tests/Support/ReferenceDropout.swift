package import CounterRandom

/// The mask of inverted dropout for one image, element by element, by its formula.
///
/// - Formula: mask[e] = 1/p where half(e) < k, else 0; k = keep · 2¹⁶ rounded to the nearest, at least 1; p = k / 2¹⁶;
///   half(e) is a half of word ⌊e/32⌋ mod 4 of Philox at counter (16·⌊e/128⌋ + e mod 16, image, epoch, purpose and layer), the
///   low one where ⌊e/16⌋ is even.
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
    let kept = max(1, (keep * 65_536).rounded())
    return (0..<count).map { Double(half(of: $0)) < kept ? Float(65_536 / kept) : 0 }
  }

  /// The half-word that decides about one element.
  package func half(of element: Int) -> UInt32 {
    let counter = SIMD4(UInt32(16 * (element / 128) + element % 16), image, epoch, purposeAndLayer)
    let word = generator.words(counter)[element / 32 % 4]
    return element / 16 % 2 == 0 ? word & 0xFFFF : word >> 16
  }
}
