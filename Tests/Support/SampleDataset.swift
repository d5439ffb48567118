/// A small data set in IDX files: images of 28 × 28 whose class can be learned.
///
/// Pixels follow from the image's number, so that two data sets of one size are the same.
package struct SampleDataset: Sendable {
  private static let side = 28

  /// The number of training images.
  package var trainingImages: Int
  /// The number of test images.
  package var testImages: Int

  /// Rows and columns of the test images, where those are not as the training images.
  package var testShape = (rows: side, columns: side)

  /// A data set of so many images.
  package init(trainingImages: Int = 300, testImages: Int = 100) {
    self.trainingImages = trainingImages
    self.testImages = testImages
  }

  /// Writes the four files, uncompressed, into a new folder in `scratch` and returns its path.
  package func write(in scratch: ScratchFolder, _ folder: String = "data") throws -> String {
    let path = try scratch.makeFolder(folder)
    for (part, images) in [("train", 0..<trainingImages), ("t10k", trainingImages..<trainingImages + testImages)] {
      let shape = part == "train" ? (Self.side, Self.side) : testShape
      let pixels =
        Self.header([0x0803, images.count, shape.0, shape.1])
        + images.flatMap { image in
          let square = Self.pixels(of: image)
          return (0..<shape.0 * shape.1).map { square[$0 % square.count] }
        }
      let labels = Self.header([0x0801, images.count]) + images.map { UInt8(Self.label(of: $0)) }
      try scratch.write(pixels, "\(folder)/\(part)-images-idx3-ubyte")
      try scratch.write(labels, "\(folder)/\(part)-labels-idx1-ubyte")
    }
    return path
  }

  private static func label(of image: Int) -> Int { image * 7 % 10 }

  /// A bar whose height in the image tells its class, with noise.
  private static func pixels(of image: Int) -> [UInt8] {
    var generator = SeededGenerator(seed: UInt64(image))
    let bar = 2 * label(of: image) + 3..<2 * label(of: image) + 7
    return (0..<side * side).map { pixel in
      let noise = UInt8(truncatingIfNeeded: generator.next()) / 2
      return bar.contains(pixel / side) ? 255 - noise : noise
    }
  }

  /// The header of an IDX file: big-endian words of 32 bits, the magic number first.
  package static func header(_ words: [Int]) -> [UInt8] {
    words.flatMap { word in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) } }
  }
}
