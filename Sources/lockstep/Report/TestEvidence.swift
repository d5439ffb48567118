import Collectives
import FashionMNIST
import Network
import Pictures
import Reports
import Training

/// The test images of a run, all of them, on which a report shows what its model does.
struct TestEvidence {
  private let set: EvaluationSet
  private let identity: DatasetIdentity
  private let augmentation: TestAugmentation

  /// The most mistakes that are shown.
  private static let mistakes = 24

  /// Finds the images; nil, and a remark, where there are none, or others than the run had.
  ///
  /// - Throws: `DataError` for damaged files, or if a named folder lacks them.
  init?(_ run: RunDescription, _ compute: ComputeOptions, _ environment: [String: String], _ remarks: inout [String])
    throws
  {
    let configuration = run.configuration
    let parts = "the confusion matrix, classes and mistakes are missing"
    do {
      let location = try compute.location(environment, parts: [.test])
      (set, identity) = try TrainingData.loadTest(
        from: location, limit: configuration.testImageLimit, shards: configuration.shards,
        scored: 0..<configuration.shards, for: nil)
    } catch let error as DataError where error.kind == .inputMissing && compute.dataset.data == nil {
      remarks.append("No test images were found: \(parts). Name their folder with --data.")
      return nil
    }
    augmentation = configuration.testAugmentation
    guard run.dataSHA256.hasSuffix(identity.sha256) else {
      remarks.append("The test images that were found are not those of the run: \(parts). Name another --data.")
      return nil
    }
  }

  /// What a model says of the images.
  ///
  /// - Parameter job: of this process alone.
  /// - Throws: `DataError` for images that the model does not take; `TrainingError` where it gives no number.
  func predictions(_ model: TrainedModel, _ compute: ComputeOptions, _ context: RankContext) throws -> Predictions {
    try ImageRequirements(model.network.architecture).check(set.images, of: .test)
    let team = try WorkerTeam(count: compute.threadCount(context, shards: model.shards))
    let evaluation = Evaluation(
      network: model.network, communicator: context.communicator, team: team, shards: set.partition.shards,
      augmentation: augmentation)
    let predictions = try evaluation.predictions(set, parameters: model.parameters)
    try predictions.requireFinite()
    return predictions
  }

  /// What a report tells of predictions of these images.
  ///
  /// - Precondition: the predictions are those of a model that takes the images and has their labels.
  /// - Throws: a usage error for a wrong number of names.
  func figures(_ predictions: Predictions, _ classNames: ClassNameOption) throws -> TestFigures {
    let names = try classNames.names(classes: predictions.classes, isFashionMNIST: identity.isOfficial)
    let predicted = (0..<predictions.count).map(predictions.predictedClass)
    let matrix = ConfusionMatrix(
      classes: predictions.classes, labels: predictions.labels.map(Int.init), predicted: predicted)
    let wrong = predicted.indices.filter { predicted[$0] != Int(predictions.labels[$0]) }
      .map { (image: $0, probability: predictions.probability(of: predicted[$0], image: $0)) }
      // Of equally sure mistakes the first.
      .sorted { ($1.probability, $0.image) < ($0.probability, $1.image) }
    let mistakes = wrong.prefix(Self.mistakes).map { image, probability in
      Mistake(
        picture: set.images.picture(image), image: Int(set.images.numbers[image]),
        actual: names[Int(predictions.labels[image])], predicted: names[predicted[image]],
        probability: Double(probability))
    }
    return TestFigures(matrix: matrix, classes: ClassificationReport(matrix, names: names), mistakes: mistakes)
  }
}

extension Predictions {
  fileprivate func probability(of index: Int, image: Int) -> Float { probabilities[image * classes + index] }
}
