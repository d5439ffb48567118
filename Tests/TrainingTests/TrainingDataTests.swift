import FashionMNIST
import Testing
import Training

/// A rank holds the images of its shards, and no others.
@Suite("Training data")
struct TrainingDataTests {
  @Test("ranks share out the training images", arguments: [1, 2, 3, 5, 8])
  func training(ranks: Int) throws {
    let all = try Self.load(ranks: ranks)
    let ranges = all.map(\.training.range)
    #expect(ranges.first?.lowerBound == 0 && ranges.last?.upperBound == 131)
    for (left, right) in zip(ranges, ranges.dropFirst()) { #expect(left.upperBound == right.lowerBound) }
    for data in all {
      #expect(data.training.pixels.count == data.training.count * 80)
      let shards = data.ownership.shards
      #expect(data.training.range.lowerBound == shards.lowerBound * 131 / 8)
      #expect(data.training.range.upperBound == shards.upperBound * 131 / 8)
    }
  }

  @Test("ranks share out validation and test images", arguments: [1, 2, 3, 5, 8])
  func evaluation(ranks: Int) throws {
    let all = try Self.load(ranks: ranks) { $0.validationSplit = 0.2 }
    // ⌊131 · 0.8⌋ = 104 images are trained on.
    #expect(all.map(\.training.count).reduce(0, +) == 104)
    let validation = try all.map { try #require($0.validation) }
    #expect(validation.map(\.images.count).reduce(0, +) == 27)
    #expect(validation.flatMap { $0.images.numbers.map(Int.init) } == Array(104..<131))
    #expect(all.map(\.test.images.count).reduce(0, +) == 37)
  }

  @Test("where rank 0 evaluates, it alone holds the images")
  func rankZero() throws {
    let all = try Self.load(ranks: 3) {
      $0.validationSplit = 0.2
      $0.evaluation = .rank0
    }
    #expect(all.map(\.test.images.count) == [37, 0, 0])
    #expect(all.map { $0.validation?.images.count } == [27, 0, 0])
  }

  @Test("named validation images are shared out, and the others are trained on", arguments: [1, 2, 3, 5, 8])
  func selection(ranks: Int) throws {
    let named = Array(stride(from: 2, to: 131, by: 5)) + [3, 4]
    let all = try Self.load(ranks: ranks) { $0.validationIndices = ImageSelection(named) }
    let validation = try all.flatMap { try #require($0.validation).images.numbers.map(Int.init) }
    #expect(validation == named.sorted())
    let training = all.flatMap { $0.training.numbers.map(Int.init) }
    #expect(training == (0..<131).filter { !named.contains($0) })
    #expect(all.flatMap { Array($0.training.range) } == Array(0..<training.count))
    let whole = try Self.load(ranks: 1)[0].training
    for data in all {
      #expect(data.training.labels == data.training.numbers.map { whole.labels[Int($0)] })
      #expect(data.training.pixels == data.training.numbers.flatMap { whole.pixels[Int($0) * 80..<(Int($0) + 1) * 80] })
    }
  }

  @Test("validation images that do not exist, or all of them, are refused")
  func wrongSelection() {
    for (numbers, fragment) in [([0, 131], "validation image 131: there are 131"), (Array(0..<131), "none is left")] {
      let error = #expect(throws: DataError.self) {
        try Self.load(ranks: 1) { $0.validationIndices = ImageSelection(numbers) }
      }
      #expect(error?.kind == .badData && error?.description.contains(fragment) == true)
    }
  }

  @Test("validation with the test set takes nothing from training")
  func testValidation() throws {
    let all = try Self.load(ranks: 2) { $0.validationData = .test }
    for data in all { #expect(data.validation?.images == data.test.images) }
    #expect(all.map(\.training.count).reduce(0, +) == 131)
  }

  @Test("limits take the first images")
  func limits() throws {
    let all = try Self.load(ranks: 2) {
      $0.trainingImageLimit = 40
      $0.testImageLimit = 5
    }
    #expect(all.map(\.training.range) == [0..<20, 20..<40])
    #expect(all.map(\.test.images.count).reduce(0, +) == 5)
    #expect(all[0].validation == nil)
  }

  private static func load(
    ranks: Int, _ change: (inout TrainingConfiguration) -> Void = { _ in }
  ) throws -> [TrainingData] {
    let run = try TrainingRun(EqualityCase("", batchSize: 32, shards: 8, change).configuration)
    return try (0..<ranks).map {
      try TrainingData.load(
        run.configuration, from: run.location, for: ImageRequirements(run.architecture), rank: $0, ranks: ranks)
    }
  }
}
