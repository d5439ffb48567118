import FashionMNIST
import Foundation
import Support
import SystemPackage
import Testing

/// Files that other programs make and read, other than the published ones.
@Suite struct ForeignFileTests {
  let folder: ScratchFolder
  let sample = SampleFiles()

  init() throws { folder = try ScratchFolder() }

  private var pixels: [UInt8] { (0..<sample.count).flatMap(sample.pixels) }
  private var labels: [UInt8] { (0..<sample.count).map(sample.label) }

  private func load(images: [UInt8], labels: [UInt8]) throws -> ImageSet {
    let source = try ImageSource(
      part: .training, images: folder.writeFile(images, "images"), labels: folder.writeFile(labels, "labels"))
    return try source.load([0..<sample.count]).sets[0]
  }

  @Test(arguments: [1, 511, 300_000]) func gzipPaddedWithZerosIsRead(zeros: Int) throws {
    let images = try SampleFiles.gzip(sample.images) + [UInt8](repeating: 0, count: zeros)
    #expect(try load(images: images, labels: sample.labels).pixels == pixels)
    for rest in [[1], [0x1F, 0x8B]] as [[UInt8]] {
      expectDataError(.badData, "bytes after the zeros that end the gzip data") {
        _ = try load(images: images + rest, labels: sample.labels)
      }
    }
  }

  @Test func gzipOfSeveralMembersIsRead() throws {
    let (first, second) = (sample.images[..<100], sample.images[100...])
    let images = try SampleFiles.gzip(Array(first)) + SampleFiles.gzip([]) + SampleFiles.gzip(Array(second)) + [0, 0]
    #expect(try load(images: images, labels: sample.labels).pixels == pixels)
  }

  @Test(arguments: [(0x09, 1), (0x0B, 2), (0x0C, 4)])
  func wholeNumbersOfOtherSizesAreRead(type: Int, bytes: Int) throws {
    func file(_ dimensions: [Int], _ numbers: [UInt8]) -> [UInt8] {
      SampleDataset.header([type << 8 | dimensions.count] + dimensions)
        + numbers.flatMap { [UInt8](repeating: 0, count: bytes - 1) + [$0] }
    }
    let numbers = type == 0x09 ? pixels.map { $0 & 127 } : pixels
    let set = try load(
      images: file([sample.count, sample.rows, sample.columns], numbers), labels: file([sample.count], labels))
    #expect(set.pixels == numbers)
    #expect(set.labels == labels)
    let whole = file([sample.count], labels)
    expectDataError(.badData, "labels: the label of image 19 is -1, expected 0 to 255") {
      let minus = [UInt8](repeating: 0xFF, count: bytes)
      _ = try load(images: sample.images, labels: Array(whole.dropLast(bytes)) + minus)
    }
    expectDataError(.badData, "labels: the header promises 20 labels") {
      _ = try load(images: sample.images, labels: whole.dropLast())
    }
  }

  @Test func fractionsAreRefused() throws {
    expectDataError(.badData, "magic 0x00000d01 at byte 0, expected 0x00000801 (labels)") {
      _ = try load(images: sample.images, labels: SampleDataset.header([0xD01, 1, 0]))
    }
  }

  @Test func namesWithAPointAreFound() throws {
    for part in DatasetPart.allCases {
      let prefix = part == .training ? "train" : "t10k"
      _ = try folder.writeFile(sample.images, "\(prefix)-images.idx3-ubyte")
      _ = try folder.writeFile(SampleFiles.gzip(sample.labels), "\(prefix)-labels.idx1-ubyte.gz")
    }
    let location = DatasetLocation(folder.root)
    #expect(location.missingFiles(DatasetPart.allCases) == [])
    #expect(try location.source(.test).count == sample.count)
  }

  @Test func whatDoesNotFitIntoMemoryIsRefusedBeforeItIsRead() throws {
    let count = 1 << 30
    let images = try folder.writeFile(SampleDataset.header([0x803, count, 4096, 4096]), "images")
    let labels = try folder.writeFile(SampleDataset.header([0x801, count]), "labels")
    for (path, size) in [(images, 16 + count << 24), (labels, 8 + count)] {
      let file = try FileDescriptor.open(path, .writeOnly)
      // Where a file system has no room for such a hole, there is nothing to refuse.
      guard (try? file.closeAfter({ try file.resize(to: Int64(size)) })) != nil else { return }
    }
    let source = try ImageSource(part: .training, images: images, labels: labels)
    expectDataError(.badData, "1073741824 images of 4096 × 4096 do not fit into memory") {
      _ = try source.load([0..<count])
    }
  }

  @Test func onlyRegularFilesAreRead() throws {
    let labels = try folder.writeFile(sample.labels, "labels")
    let pipe = folder.root.appending("pipe")
    try #require(unsafe mkfifo(pipe.string, 0o600) == 0)
    for (path, kind) in [(pipe, "a pipe"), ("/dev/zero", "a device")] as [(FilePath, String)] {
      expectDataError(.inputMissing, "\(path): is \(kind), expected a regular file") {
        _ = try ImageSource(part: .training, images: path, labels: labels)
      }
    }
    expectDataError(.inputMissing, "/dev/zero: is a device") { _ = try IndexFile.selection(reading: "/dev/zero") }
  }

  /// A class without images takes no memory of its own: 256 classes of the largest images would take 4 GB.
  @Test func classesWithoutImagesAreBlack() throws {
    let pixels = [UInt8](repeating: 9, count: 1 << 24)
    let source = try ImageSource(
      part: .training, images: folder.writeFile(SampleDataset.header([0x803, 1, 4096, 4096]) + pixels, "images"),
      labels: folder.writeFile(SampleDataset.header([0x801, 1]) + [255], "labels"))
    let set = try source.load([0..<1], accepting: .any).sets[0]
    let statistics = ClassStatistics.all(of: set, classes: 256)
    #expect(statistics.map(\.count) == [Int](repeating: 0, count: 255) + [1])
    #expect(statistics[255].meanPixels.allSatisfy { $0 == 9 })
    #expect(statistics[0].meanPixels.allSatisfy { $0 == 0 })
  }
}
