import CounterRandom
import FashionMNIST
import Network

/// The images that a model is measured on.
struct BenchmarkImages {
  /// `[count, rows, columns, channels]`, 0…255.
  let pixels: [UInt8]
  let labels: [UInt8]
  /// What they are.
  let title: String

  var count: Int { labels.count }
  var pixelsPerImage: Int { pixels.count / max(1, count) }

  /// The images of a data set.
  ///
  /// - Throws: `DataError`.
  init(_ source: ImageSource) throws(DataError) {
    let loaded = try source.load([0..<source.count])
    pixels = loaded.sets[0].pixels
    labels = loaded.sets[0].labels
    title = "\(source.count) training images, \(loaded.identity.title)"
  }

  /// Seeded random images: a rectangle of noise on a black ground that is half of the image, as Fashion-MNIST's is.
  ///
  /// - Parameter reason: why there are no others.
  init(randomFor architecture: Architecture, count: Int, reason: String) {
    let (shape, classes) = (architecture.inputShape, min(10, architecture.classCount))
    labels = (0..<count).map { UInt8($0 % classes) }
    var pixels: [UInt8] = []
    pixels.reserveCapacity(count * shape.rows * shape.columns * shape.channels)
    let generator = Philox(seed: 1)
    for number in 0..<count {
      // The class is the rectangle's form; a network learns it as it learns Fashion-MNIST's.
      let form = number % classes
      let tenths = form < 5 ? (rows: 8, columns: 4 + form) : (rows: form - 1, columns: 8)
      for y in 0..<shape.rows {
        for x in 0..<shape.columns {
          let words = generator.words(SIMD4(UInt32(y), UInt32(x), UInt32(number), 0))
          let isLit = 10 * y < tenths.rows * shape.rows && 10 * x < tenths.columns * shape.columns
          for channel in 0..<shape.channels {
            pixels.append(isLit ? UInt8(truncatingIfNeeded: words[channel % 4] >> 24) : 0)
          }
        }
      }
    }
    self.pixels = pixels
    title = "\(count) random images, half of each black, as \(reason)"
  }
}
