import FashionMNIST
import Support
import SystemPackage
import Testing

/// Well-formed files: what is loaded, and that it is what was asked for.
@Suite struct ImageSourceTests {
  /// Larger than the reader's chunk, so that ranges start, end and continue in the middle of chunks.
  static let large = SampleFiles(count: 450, rows: 28, columns: 28)

  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  @Test(arguments: SampleFiles.Storage.allCases)
  func knowsItsSizesFromTheHeaders(_ storage: SampleFiles.Storage) throws {
    let source = try source(SampleFiles(count: 20, rows: 5, columns: 3), storage)
    #expect((source.count, source.countInFile, source.rows, source.columns) == (20, 20, 5, 3))
  }

  @Test(arguments: SampleFiles.Storage.allCases)
  func loadsExactlyTheRangesAskedFor(_ storage: SampleFiles.Storage) throws {
    // Out of order, overlapping, empty, single, up to the end.
    let ranges = [300..<450, 0..<1, 150..<310, 7..<7, 333..<336]
    let sets = try source(Self.large, storage).load(ranges).sets
    #expect(sets.map(\.range) == ranges)
    for set in sets {
      #expect(set.pixels == set.range.flatMap(Self.large.pixels))
      #expect(set.labels == set.range.map(Self.large.label))
      #expect((set.count, set.rows, set.columns, set.pixelsPerImage) == (set.range.count, 28, 28, 784))
    }
  }

  @Test(arguments: SampleFiles.Storage.allCases)
  func theDigestIsThatOfTheWholeUncompressedFiles(_ storage: SampleFiles.Storage) throws {
    let identity = try source(Self.large, storage, limit: 10).load([]).identity
    #expect(identity.imagesSHA256 == "3fc6ac60c71f357966212bb2a42778f82669d8794a9dc9fbf4be79a3327499b5")
    #expect(identity.labelsSHA256 == "96e9d58eb96d745e2ee533e42b6637abda4959cc628408ccea24c3c0ab714e93")
    #expect(!identity.isOfficial)
    #expect(identity.title == "not Fashion-MNIST")
  }

  @Test func aLimitTakesTheFirstImages() throws {
    let limited = try source(SampleFiles(), limit: 8)
    #expect((limited.count, limited.countInFile) == (8, 20))
    #expect(try limited.load([0..<8]).sets[0].labels == (0..<8).map(SampleFiles().label))
    expectDataError(.badConfiguration, "test images 4..<9 asked for, expected a range within 0..<8") {
      _ = try limited.load([4..<9])
    }
    #expect(try source(SampleFiles(), limit: 100).count == 20)
    expectDataError(.badConfiguration, "0 test images asked for, expected at least 1") {
      _ = try source(SampleFiles(), limit: 0)
    }
  }

  @Test func severalGzipStreamsInOneFileAreOneFile() throws {
    let sample = SampleFiles()
    let halves = [sample.images[..<100], sample.images[100...]]
    let images = try folder.writeFile(halves.flatMap { try SampleFiles.gzip([UInt8]($0)) }, "images")
    let labels = try folder.writeFile(sample.labels, "labels")
    let source = try ImageSource(part: .test, images: images, labels: labels)
    #expect(try source.load([0..<20]).sets[0].pixels == (0..<20).flatMap(sample.pixels))
  }

  @Test func theOfficialIdentityIsRecognised() {
    for part in DatasetPart.allCases {
      let official = DatasetIdentity.official(part)
      #expect(official.isOfficial)
      #expect(official.title == "Fashion-MNIST (verified)")
      let swapped = DatasetIdentity(
        part: part, imagesSHA256: official.labelsSHA256, labelsSHA256: official.imagesSHA256)
      #expect(!swapped.isOfficial)
      #expect(swapped.sha256 != official.sha256)
    }
  }

  private func source(
    _ sample: SampleFiles, _ storage: SampleFiles.Storage = .plain, limit: Int? = nil
  ) throws -> ImageSource {
    try sample.write(.test, storage, in: folder)
    return try DatasetLocation(folder.root).source(.test, limit: limit)
  }
}
