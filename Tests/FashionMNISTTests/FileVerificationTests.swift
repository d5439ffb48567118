import FashionMNIST
import Support
import SystemPackage
import Testing

/// Whether files are the published ones.
@Suite("Verification")
struct FileVerificationTests {
  @Test("tells files that differ, are damaged and are absent apart")
  func outcomes() throws {
    let folder = try ScratchFolder()
    let sample = SampleFiles()
    try sample.write(.training, .gzip, in: folder)
    _ = try folder.writeFile(SampleFiles.gzip(sample.images).dropLast(9) + [], "t10k-images-idx3-ubyte.gz")
    let files = DatasetLocation(folder.root).verification()
    #expect(files.map(\.name) == DatasetPart.allCases.flatMap(\.fileNames))
    #expect(files[0].outcome == .differs && files[1].outcome == .differs)
    // The digest is of what is in the file, so compression does not count.
    try sample.write(.training, .plain, in: folder)
    #expect(DatasetLocation(folder.root).verification().map(\.sha256) == files.map(\.sha256))
    #expect(files[0].path?.lastComponent?.string == "train-images-idx3-ubyte.gz")
    guard case .unreadable(let damage) = files[2].outcome, case .unreadable(let absence) = files[3].outcome else {
      Issue.record("\(files[2].outcome), \(files[3].outcome)")
      return
    }
    #expect(damage.kind == .badData && damage.description.contains("ends early"))
    #expect(absence.kind == .inputMissing && absence.description.contains("lacks t10k-labels-idx1-ubyte[.gz]"))
    #expect(files[2].sha256 == nil && files[3].path == nil)
  }

  @Test(.enabled(if: RealImages.location != nil, "the package dataset-fashion-mnist is not installed"))
  func theInstalledFilesAreOfficial() throws {
    let files = try #require(RealImages.location).verification()
    #expect(files.map(\.outcome) == [.official, .official, .official, .official])
    #expect(files.map(\.sha256) == files.map(\.officialSHA256))
  }

  @Test("a published part is known whatever it was read as")
  func officialPart() {
    let test = DatasetIdentity.official(.test)
    let renamed = DatasetIdentity(
      part: .training, imagesSHA256: test.imagesSHA256, labelsSHA256: test.labelsSHA256)
    #expect(!renamed.isOfficial && renamed.officialPart == .test)
    let mixed = DatasetIdentity(
      part: .test, imagesSHA256: test.imagesSHA256, labelsSHA256: DatasetIdentity.official(.training).labelsSHA256)
    #expect(mixed.officialPart == nil)
  }
}
