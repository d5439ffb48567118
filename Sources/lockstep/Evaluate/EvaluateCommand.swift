import ArgumentParser
import Collectives
import FashionMNIST
import Foundation
import Network
import Reports
import Training

/// `lockstep evaluate`.
struct EvaluateCommand: ParsableCommand, RunsOnAllRanks {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Print how well a trained model does on the test set: loss, accuracy, and figures of every class.",
    usage: "lockstep evaluate --model-file <file> [<options>]",
    discussion: """
      The report of the classes and the confusion matrix (rows: true classes, columns: predicted classes) are those of \
      scikit-learn.

      Works under mpirun too; ranks and threads change the speed only.
      """)

  @OptionGroup var trained: TrainedModelOptions

  @Option(help: ArgumentHelp("Use only the first n test images.", valueName: "n"))
  var limitTestImages: Int?

  @Option(help: ArgumentHelp("End with exit code 2 if the accuracy is less.", valueName: "share"))
  var targetAccuracy: Double?

  @OptionGroup var classNames: ClassNameOption

  @Flag(help: "Print the results as JSON.")
  var json = false

  @OptionGroup var compute: ComputeOptions

  func validate() throws {
    try require(limitTestImages, "--limit-test-images", in: CountRange.images)
    try require(targetAccuracy, "--target-accuracy", "0 to 1") { (0...1).contains($0) }
  }

  func run() throws { try RankContext.run { context in try evaluate(context) } }

  private func evaluate(_ context: RankContext) throws {
    let model = try TrainedModel(trained, context)
    let test = try TestImages(for: model, context, limit: limitTestImages, compute: compute, needsLabels: true)
    let names = try context.together("naming the classes") {
      try classNames.names(classes: model.network.classCount, isFashionMNIST: test.identity.isOfficial)
    }
    let clock = ContinuousClock()
    let start = clock.now
    let (score, predictions) = try test.evaluation.scoreAndPredictions(test.set, parameters: model.parameters)
    guard score.lossSum.isFinite else { throw TrainingError.scoreIsNotFinite }
    try predictions.requireFinite()
    let seconds = start.duration(to: clock.now) / .seconds(1)
    if context.isFirst {
      let matrix = ConfusionMatrix(
        classes: predictions.classes, labels: predictions.labels.map(Int.init),
        predicted: (0..<predictions.count).map(predictions.predictedClass))
      let record = EvaluationRecord(
        modelFile: trained.modelFile, identity: test.identity, testAugmentation: model.testAugmentation,
        pixelRange: model.network.pixelRange, score: score, seconds: seconds,
        report: ClassificationReport(matrix, names: names), matrix: matrix)
      StandardError.line("test images: \(score.images), \(test.title)")
      if let remark = record.chanceRemark { StandardError.line(remark) }
      if json { try JSONOutput.write(record) } else { try StandardOutput.text(record.text) }
    }
    if let targetAccuracy, score.accuracy < targetAccuracy {
      throw TargetMissed("accuracy", score.accuracy, target: targetAccuracy)
    }
  }
}
