import FashionMNIST
import Foundation
import Support
import SystemPackage

/// A small data set in a folder of its own, which goes with it: noisy images, each with a bright row that is its class'.
final class SampleImages: Sendable {
  let location: DatasetLocation

  /// Writes the four IDX files.
  init(training: Int, test: Int, rows: Int = 10, columns: Int = 8) throws {
    let folder = FilePath(NSTemporaryDirectory()).appending("TrainingTests-\(UUID().uuidString)")
    location = DatasetLocation(folder)
    try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
    var generator = SeededGenerator(seed: 61)
    for (part, count) in [(DatasetPart.training, training), (.test, test)] {
      let labels = (0..<count).map { _ in UInt8.random(in: 0..<10, using: &generator) }
      let images = labels.flatMap { label in
        (0..<rows * columns).map { pixel in
          UInt8.random(in: pixel / columns == Int(label) * rows / 10 ? 150...255 : 0...90, using: &generator)
        }
      }
      try write(Self.header([0x0801, count]) + labels, part.labelsFileName)
      try write(Self.header([0x0803, count, rows, columns]) + images, part.imagesFileName)
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: location.folder.string) }

  private func write(_ bytes: [UInt8], _ name: String) throws {
    try Data(bytes).write(to: URL(filePath: location.folder.appending(name).string))
  }

  /// Big-endian words.
  private static func header(_ words: [Int]) -> [UInt8] {
    words.flatMap { word in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) } }
  }
}
