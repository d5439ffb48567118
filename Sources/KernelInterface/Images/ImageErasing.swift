import CounterRandom

/// Random erasing: writes over a rectangle of an image with one channel, behind ``ImageShift``.
///
/// - Shapes: `image` is `[rows, columns]`; the rectangle lies within it.
/// - Zeros, or random grey levels: number i of the rectangle, row by row, is byte i of the ``PixelNoise``.
/// - Source: Zhong, Zheng, Kang, Li & Yang, *Random erasing data augmentation*, 2017, algorithm 1.
/// - Written plainly: a rectangle is some hundred pixels of every second image or fewer.
public struct ImageErasing: Sendable {
  private let image: FloatView
  private let columns: Int
  private let levelsPerUnit: Float

  /// - Parameters:
  ///   - columns: of the image.
  ///   - levelsPerUnit: what a grey level is divided by.
  public init(in image: FloatView, columns: Int, levelsPerUnit: Float) {
    (self.image, self.columns, self.levelsPerUnit) = (image, columns, levelsPerUnit)
  }

  /// Writes over the pixels that a transform erases; none in most.
  public func erase(_ transform: ImageTransform) {
    let (rows, columns) = (transform.erasedRows, transform.erasedColumns)
    if let noise = transform.noise { fill(rows, columns, with: noise) } else { blacken(rows, columns) }
  }

  private func blacken(_ rows: Range<Int>, _ erasedColumns: Range<Int>) {
    for y in rows {
      image.slice(at: y * columns + erasedColumns.lowerBound, count: erasedColumns.count).fill(0)
    }
  }

  private func fill(_ rows: Range<Int>, _ erasedColumns: Range<Int>, with noise: PixelNoise) {
    let generator = Philox(seed: noise.seed)
    var (block, used) = (SIMD4<UInt32>(), 0)
    for y in rows {
      for x in erasedColumns {
        // Sixteen bytes of each block of random words.
        if used.isMultiple(of: 16) {
          block = generator.words(SIMD4(UInt32(used / 16), noise.image, noise.epoch, noise.purpose))
        }
        let byte = block[used / 4 % 4] >> (8 * UInt32(used % 4)) & 0xFF
        image[y * columns + x] = Float(byte) / levelsPerUnit
        used += 1
      }
    }
  }
}

/// Random pixels of an image: a function of seed, epoch, image and place.
public struct PixelNoise: Sendable, Equatable {
  public let seed: UInt64
  /// The image's index in the data set.
  public let image: UInt32
  public let epoch: UInt32
  public let purpose: UInt32

  public init(seed: UInt64, image: UInt32, epoch: UInt32, purpose: UInt32) {
    self.seed = seed
    self.image = image
    self.epoch = epoch
    self.purpose = purpose
  }
}
