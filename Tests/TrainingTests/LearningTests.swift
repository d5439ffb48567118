import Network
import Support
import Testing
import Training

/// The point of it all, on some of the real images.
@Suite("Learning", .enabled(if: RealImages.location != nil, "Fashion-MNIST is not installed"))
struct LearningTests {
  @Test("lab-001 learns from 2,000 images in two epochs", .timeLimit(.minutes(5)))
  func lab001() throws {
    let run = try TrainingRun(
      TrainingConfiguration(
        model: "lab-001", epochs: 2, batchSize: 64, seed: 1, shards: 16, trainingImageLimit: 2000,
        testImageLimit: 1000),
      #require(Preset.named("lab-001")).architecture(), #require(RealImages.location))
    let outcome = try run.outcomes(ranks: 1, threads: 2)[0]
    #expect(outcome.training[1].loss < outcome.training[0].loss)
    #expect(outcome.test.images == 1000)
    #expect(outcome.test.accuracy > 0.6)
  }
}
