import FashionMNIST
import Support

/// A small data set in a folder of its own, which goes with it: noisy images, each with a bright row that is its class'.
final class SampleImages: Sendable {
  let location: DatasetLocation
  /// Holds the files.
  private let scratch: ScratchFolder

  /// Writes the four IDX files.
  init(training: Int, test: Int, rows: Int = 10, columns: Int = 8) throws {
    scratch = try ScratchFolder()
    location = DatasetLocation(scratch.root)
    var generator = SeededGenerator(seed: 61)
    for (part, count) in [(DatasetPart.training, training), (.test, test)] {
      let labels = (0..<count).map { _ in UInt8.random(in: 0..<10, using: &generator) }
      let images = labels.flatMap { label in
        (0..<rows * columns).map { pixel in
          UInt8.random(in: pixel / columns == Int(label) * rows / 10 ? 150...255 : 0...90, using: &generator)
        }
      }
      try scratch.write(SampleDataset.header([0x0801, count]) + labels, part.labelsFileName)
      try scratch.write(SampleDataset.header([0x0803, count, rows, columns]) + images, part.imagesFileName)
    }
  }
}
