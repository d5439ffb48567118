import FashionMNIST
import Foundation
import SystemPackage
import Testing

/// The published files, where they are installed.
@Suite struct RealFilesTests {
  static let location = try? DatasetSearch(
    // Without $LOCKSTEP_DATA, which may name other data.
    environment: [:], home: FilePath(NSHomeDirectory())
  ).location()

  @Test(
    .enabled(if: location != nil, "the package dataset-fashion-mnist is not installed"),
    arguments: [(DatasetPart.training, 60000), (.test, 10000)])
  func areFashionMNIST(_ part: DatasetPart, _ count: Int) throws {
    let source = try #require(Self.location).source(part)
    #expect((source.count, source.rows, source.columns) == (count, 28, 28))
    let loaded = try source.load([0..<count])
    #expect(loaded.identity == .official(part))
    #expect(loaded.identity.title == "Fashion-MNIST (verified)")
    #expect(loaded.sets[0].pixels.count == count * 784)
    let imagesOfClass = ClassNames.labels.map { label in loaded.sets[0].labels.count { $0 == label } }
    #expect(imagesOfClass == [Int](repeating: count / 10, count: 10))
  }

  @Test(.enabled(if: location != nil, "the package dataset-fashion-mnist is not installed"))
  func theFirstTrainingImageIsAnAnkleBoot() throws {
    let loaded = try #require(Self.location).source(.training, limit: 1).load([0..<1])
    #expect(loaded.sets[0].labels.map { ClassNames.all[Int($0)] } == ["Ankle boot"])
  }
}
