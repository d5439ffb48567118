import FashionMNIST
import Foundation
import Support
import SystemPackage
import Testing

/// Files that are not what they should be: each is refused with a message that says why, and nothing traps.
@Suite struct HostileFileTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  /// A file of images that must be refused, beside a good file of labels.
  struct BadImages: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let bytes: [UInt8]
    let message: String

    init(_ description: String, _ bytes: [UInt8], _ message: String) {
      testDescription = description
      self.bytes = bytes
      self.message = message
    }
  }

  static let sample = SampleFiles()
  static let plainCases = [
    BadImages("empty", [], "ends after 0 bytes, expected a header of 16 bytes (images)"),
    BadImages("one byte", [0x1f], "ends after 1 bytes, expected a header of 16 bytes (images)"),
    BadImages("header cut", [UInt8](sample.images[..<15]), "ends after 15 bytes, expected a header of 16"),
    BadImages(
      "labels as images", sample.labels,
      "images: magic 0x00000801 at byte 0, expected 0x00000803 (images). Is this the labels file?"),
    BadImages(
      "a JPEG", [0xff, 0xd8, 0xff, 0xe0] + sample.images,
      "magic 0xffd8ffe0 at byte 0, expected 0x00000803 (images). This is not an IDX file of images."),
    BadImages(
      "short", sample.images.dropLast(),
      "the header promises 20 images of 5 × 3, 316 bytes, but the file has 315"),
    BadImages("trailing", sample.images + [0], "trailing bytes after the 316 bytes of 20 images of 5 × 3"),
    BadImages(
      "2³² − 1 images", header(0xffff_ffff, 28, 28),
      "number of images 4294967295 at byte 4, expected 1 to 2147483647"),
    BadImages("no images", header(0, 28, 28), "number of images 0 at byte 4, expected 1 to 2147483647"),
    BadImages("wide", header(1, 28, 65536), "number of columns 65536 at byte 12, expected 1 to 4096"),
    BadImages("flat", header(1, 0, 28), "number of rows 0 at byte 8, expected 1 to 4096"),
    BadImages(
      "all sizes at their limits", header(0x7fff_ffff, 4096, 4096),
      "promises 2147483647 images of 4096 × 4096, 36028797002186768 bytes, but the file has 16."),
  ]

  @Test(arguments: plainCases) func refusesPlainImages(_ bad: BadImages) throws {
    try expectRefusal(of: bad.bytes, bad.message)
  }

  @Test(arguments: plainCases.filter { !["short", "all sizes at their limits"].contains($0.testDescription) })
  func refusesTheSameCompressed(_ bad: BadImages) throws {
    try expectRefusal(of: SampleFiles.gzip(bad.bytes), bad.message)
  }

  @Test func refusesCompressedImagesThatAreShort() throws {
    try expectRefusal(
      of: SampleFiles.gzip(Self.sample.images.dropLast()), "ends after 315 bytes, expected 316 bytes for 20 images of 5"
    )
    try expectRefusal(
      of: SampleFiles.gzip(Self.header(0x7fff_ffff, 4096, 4096)), "but this much gzip data can hold at most")
  }

  @Test func refusesDamagedGzip() throws {
    let good = try SampleFiles.gzip(Self.sample.images)
    for length in 2..<good.count {
      try expectRefusal(of: [UInt8](good[..<length]), "the gzip data ends early. The file is truncated")
    }
    try expectRefusal(of: damaged(good, at: good.count / 2), "corrupt gzip data (")
    try expectRefusal(of: damaged(good, at: good.count - 8), "corrupt gzip data (incorrect data check)")
    try expectRefusal(of: damaged(good, at: good.count - 4), "corrupt gzip data (incorrect length check)")
    try expectRefusal(of: good + [1], "bytes after the end of the gzip data")
    try expectRefusal(of: good + [0, 1], "bytes after the zeros that end the gzip data")
    try expectRefusal(of: good + [0x1f, 0x00], "corrupt gzip data (incorrect header check)")
    try expectRefusal(of: good + good, "trailing bytes after the 316 bytes")
  }

  /// Whatever byte is damaged, the file is refused or, where the byte means nothing (a time stamp), read as if whole.
  @Test func survivesDamageAnywhere() throws {
    let labels = try folder.writeFile(Self.sample.labels, "labels")
    let pixels = (0..<Self.sample.count).flatMap(Self.sample.pixels)
    let good = try SampleFiles.gzip(Self.sample.images)
    for index in good.indices {
      let images = try folder.writeFile(damaged(good, at: index), "images")
      do {
        let sets = try ImageSource(part: .training, images: images, labels: labels).load([0..<20]).sets
        #expect(sets[0].pixels == pixels)
      } catch {
        #expect(error.kind == .badData)
      }
    }
  }

  @Test func refusesLabelsThatDoNotFit() throws {
    let images = try folder.writeFile(Self.sample.images, "images")
    func load(_ bytes: [UInt8]) throws {
      let labels = try folder.writeFile(bytes, "labels")
      _ = try ImageSource(part: .training, images: images, labels: labels).load([0..<1])
    }
    expectDataError(
      .badData, "labels: magic 0x00000803 at byte 0, expected 0x00000801 (labels). Is this the images file?"
    ) {
      try load(Self.sample.images)
    }
    expectDataError(.badData, "labels: 19 labels, but 20 images in ", "/images. Are they a pair?") {
      try load(SampleFiles(count: 19).labels)
    }
    // The bad label is reported although its image is not asked for.
    var labels = Self.sample.labels
    labels[8 + 17] = 10
    expectDataError(.badData, "labels: label 10 of image 17, expected 0 to 9") { try load(labels) }
    expectDataError(.badData, "labels: trailing bytes after the 28 bytes of 20 labels") {
      try load(Self.sample.labels + [0])
    }
  }

  @Test func refusesFilesThatCannotBeRead() throws {
    let labels = try folder.writeFile(Self.sample.labels, "labels")
    let absent = folder.root.appending("absent")
    expectDataError(.inputMissing, "/absent: cannot be read: No such file or directory") {
      _ = try ImageSource(part: .training, images: absent, labels: labels)
    }
    expectDataError(.inputMissing, "\(folder.root): is a folder, expected a regular file") {
      _ = try ImageSource(part: .training, images: folder.root, labels: labels)
    }
  }

  @Test func refusesFilesThatChangeWhileInUse() throws {
    let images = try folder.writeFile(Self.sample.images, "images")
    let labels = try folder.writeFile(Self.sample.labels, "labels")
    let source = try ImageSource(part: .training, images: images, labels: labels)
    _ = try folder.writeFile(SampleFiles(count: 21).images, "images")
    expectDataError(.badData, "images: now 21 images of 5 × 3, the file was changed while it was in use") {
      _ = try source.load([0..<20])
    }
  }

  private static func header(_ count: Int, _ rows: Int, _ columns: Int) -> [UInt8] {
    SampleDataset.header([0x0803, count, rows, columns])
  }

  private func damaged(_ bytes: [UInt8], at index: Int) -> [UInt8] {
    var bytes = bytes
    bytes[index] ^= 0x55
    return bytes
  }

  private func expectRefusal(
    of bytes: [UInt8], _ message: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let images = try folder.writeFile(bytes, "images")
    let labels = try folder.writeFile(Self.sample.labels, "labels")
    expectDataError(.badData, "\(images): ", message, sourceLocation: sourceLocation) {
      _ = try ImageSource(part: .training, images: images, labels: labels).load([0..<3])
    }
  }
}
