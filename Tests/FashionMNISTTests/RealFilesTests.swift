import FashionMNIST
import Support
import Testing

/// The published files, where they are installed.
@Suite struct RealFilesTests {
  @Test(
    .enabled(if: RealImages.location != nil, "the package dataset-fashion-mnist is not installed"),
    arguments: [(DatasetPart.training, 60000), (.test, 10000)])
  func areFashionMNIST(_ part: DatasetPart, _ count: Int) throws {
    let source = try #require(RealImages.location).source(part)
    #expect((source.count, source.rows, source.columns) == (count, 28, 28))
    let loaded = try source.load([0..<count])
    #expect(loaded.identity == .official(part))
    #expect(loaded.identity.title == "Fashion-MNIST (verified)")
    #expect(loaded.sets[0].pixels.count == count * 784)
    let imagesOfClass = ClassNames.labels.map { label in loaded.sets[0].labels.count { $0 == label } }
    #expect(imagesOfClass == [Int](repeating: count / 10, count: 10))
  }

  @Test(.enabled(if: RealImages.location != nil, "the package dataset-fashion-mnist is not installed"))
  func theFirstTrainingImageIsAnAnkleBoot() throws {
    let loaded = try #require(RealImages.location).source(.training, limit: 1).load([0..<1])
    #expect(loaded.sets[0].labels.map { ClassNames.all[Int($0)] } == ["Ankle boot"])
  }
}
