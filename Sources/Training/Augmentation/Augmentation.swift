import CounterRandom
package import KernelInterface

/// Draws how each training image is changed: a function of seed, epoch and the image's index in the data set.
///
/// - Draws: block 0 of Philox at (block, image, epoch, purpose) decides on mirroring, both ways and whether to erase; each
///   further block is one attempt at a rectangle. What is drawn once a run is drawn in epoch 0.
package struct Augmentation: Sendable {
  private let settings: AugmentationSettings
  private let seed: UInt64
  private let generator: Philox
  private let rows: Int
  private let columns: Int

  /// Attempts at a rectangle that fits, before an image stays whole.
  private static let attempts = 10

  /// What the blocks of random words are for, besides their purpose.
  private enum Use: Int {
    case transform = 0
    case firstFlip = 1
    case noise = 2

    var word: UInt32 { RandomPurpose.augmentation.word(layer: rawValue) }
  }

  /// Nil where images stay as they are.
  package init?(_ settings: AugmentationSettings, seed: UInt64, rows: Int, columns: Int) {
    guard !settings.isNone else { return nil }
    (self.settings, self.seed, self.rows, self.columns) = (settings, seed, rows, columns)
    generator = Philox(seed: seed)
  }

  /// How image `image` of the data set is changed in epoch `epoch`, counted from 0.
  package func transform(image: Int, epoch: Int) -> ImageTransform {
    let (image, epoch) = (UInt32(truncatingIfNeeded: image), UInt32(truncatingIfNeeded: epoch))
    let words = generator.words(SIMD4(0, image, epoch, Use.transform.word))
    var transform = ImageTransform()
    switch settings.flip {
    case .none: break
    case .random: transform.isMirrored = words[0] >> 31 == 1
    case .alternating:
      let first = generator.words(SIMD4(0, image, 0, Use.firstFlip.word))[0] >> 31
      transform.isMirrored = (first ^ epoch) & 1 == 1
    }
    transform.down = draw(words[1], upTo: 2 * settings.shift) - settings.shift
    transform.right = draw(words[2], upTo: 2 * settings.shift) - settings.shift
    if let erasing = settings.erasing, unit(words[3]) < erasing.probability {
      erase(&transform, erasing, image: image, epoch: epoch)
    }
    return transform
  }

  /// Draws a rectangle that fits the image: uniform in area and aspect, then in place.
  private func erase(_ transform: inout ImageTransform, _ erasing: ErasingSettings, image: UInt32, epoch: UInt32) {
    for attempt in 1...Self.attempts {
      let words = generator.words(SIMD4(UInt32(attempt), image, epoch, Use.transform.word))
      let area = Double(rows * columns) * (erasing.area[0] + unit(words[0]) * (erasing.area[1] - erasing.area[0]))
      let aspect = erasing.aspect[0] + unit(words[1]) * (erasing.aspect[1] - erasing.aspect[0])
      let (exactHeight, exactWidth) = (
        (area * aspect).squareRoot().rounded(), (area / aspect).squareRoot().rounded()
      )
      // With an extreme aspect the height or width need not fit an integer.
      guard 1...Double(rows) ~= exactHeight, 1...Double(columns) ~= exactWidth else { continue }
      let (height, width) = (Int(exactHeight), Int(exactWidth))
      let (top, left) = (draw(words[2], upTo: rows - height), draw(words[3], upTo: columns - width))
      (transform.erasedRows, transform.erasedColumns) = (top..<top + height, left..<left + width)
      if erasing.fill == .random {
        transform.noise = PixelNoise(seed: seed, image: image, epoch: epoch, purpose: Use.noise.word)
      }
      return
    }
  }

  /// A word as a number in [0, 1).
  private func unit(_ word: UInt32) -> Double { Double(word) * 0x1p-32 }

  /// A whole number in 0...limit; for small limits as good as uniform.
  private func draw(_ word: UInt32, upTo limit: Int) -> Int {
    Int(word.multipliedFullWidth(by: UInt32(limit + 1)).high)
  }
}
