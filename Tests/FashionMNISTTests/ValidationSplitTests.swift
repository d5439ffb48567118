import FashionMNIST
import Testing

/// The split against values that Keras 3.15 gave (`train_validation_split` of `range(n)`).
@Suite struct ValidationSplitTests {
  @Test(arguments: [
    (60000, 0.2, 48000), (60000, 0.1, 54000), (60000, 0.7, 18000), (59999, 0.15, 50999), (1000, 0.999, 1),
    // 1 − 0.9 is a little less than 0.1, so that ten per cent of 100 images are 9.
    (100, 0.9, 9), (10, 0.3, 7), (10, 0.35, 6), (7, 1.0 / 3, 4), (3, 0.01, 2), (2, 0.5, 1),
  ])
  func takesTheLastImagesAsKerasDoes(_ images: Int, _ fraction: Double, _ training: Int) throws {
    let split = try ValidationSplit(images: images, fraction: fraction)
    #expect(split.training == 0..<training)
    #expect(split.validation == training..<images)
  }

  @Test func noFractionLeavesAllForTraining() throws {
    let split = try ValidationSplit(images: 10, fraction: 0)
    #expect(split.training == 0..<10)
    #expect(split.validation.isEmpty)
  }

  @Test(arguments: [(5, 0.9), (1, 0.5), (60000, 0.999999), (0, 0.5), (10, 1e-20)])
  func refusesToLeaveASideEmptyAsKerasDoes(_ images: Int, _ fraction: Double) {
    expectDataError(.badConfiguration, "--validation-split \(fraction) leaves", "of \(images) images for training") {
      _ = try ValidationSplit(images: images, fraction: fraction)
    }
  }

  @Test(arguments: [-0.1, 1, 1.5, .nan, .infinity]) func refusesWhatIsNoFraction(_ fraction: Double) {
    expectDataError(.badConfiguration, "--validation-split \(fraction): expected 0 to less than 1") {
      _ = try ValidationSplit(images: 100, fraction: fraction)
    }
  }
}
