import CZlib
import FashionMNIST
import Foundation
import Support
import SystemPackage

/// The bytes of small IDX files, whose pixels and labels follow from their positions.
struct SampleFiles {
  /// How a file is stored.
  enum Storage: CaseIterable {
    case plain
    case gzip
  }

  /// The number of images and of labels.
  var count = 20
  /// Rows of an image.
  var rows = 5
  /// Columns of an image.
  var columns = 3

  /// The file of images, uncompressed.
  var images: [UInt8] {
    SampleDataset.header([0x0803, count, rows, columns]) + (0..<count).flatMap { pixels(of: $0) }
  }
  /// The file of labels, uncompressed.
  var labels: [UInt8] { SampleDataset.header([0x0801, count]) + (0..<count).map { label(of: $0) } }

  /// The pixels of image `image`.
  func pixels(of image: Int) -> [UInt8] {
    (0..<rows * columns).map { UInt8(truncatingIfNeeded: image * 31 + $0 * 7) }
  }

  /// The label of image `image`.
  func label(of image: Int) -> UInt8 { UInt8(image * 3 % 10) }

  /// `bytes` as a gzip file.
  static func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
    let folder = try ScratchFolder()
    let path = folder.root.appending("file.gz")
    let file = unsafe gzopen(path.string, "wb")
    _ = unsafe gzwrite(file, bytes, UInt32(bytes.count))
    guard unsafe gzclose(file) == Z_OK else { throw DataError(.badData, "zlib could not write \(path)") }
    return try [UInt8](Data(contentsOf: URL(filePath: path.string)))
  }

  /// Writes the two files of `part` into `folder`, a folder in `temporary`.
  func write(_ part: DatasetPart, _ storage: Storage = .plain, in temporary: ScratchFolder, _ folder: String = "")
    throws
  {
    if !folder.isEmpty { _ = try temporary.makeFolder(folder) }
    let prefix = folder.isEmpty ? "" : folder + "/"
    for (name, bytes) in [(part.imagesFileName, images), (part.labelsFileName, labels)] {
      switch storage {
      case .plain: _ = try temporary.writeFile(bytes, prefix + name)
      case .gzip: _ = try temporary.writeFile(Self.gzip(bytes), prefix + name + ".gz")
      }
    }
  }
}
