import FashionMNIST
import Foundation
import Network
import Reports
import Training

/// What `evaluate` found, for JSON and as text.
struct EvaluationRecord {
  let modelFile: String
  let identity: DatasetIdentity
  let testAugmentation: TestAugmentation
  let pixelRange: PixelRange
  let score: Score
  let seconds: Double
  let report: ClassificationReport
  let matrix: ConfusionMatrix

  /// What may be wrong where the model does hardly better than a guess; nil where it does.
  var chanceRemark: String? {
    let classes = report.classes.count
    let chance = 1 / Double(classes)
    guard classes > 1, score.accuracy <= chance + 0.05 * (1 - chance) else { return nil }
    let others = PixelRange.kinds.filter { !$0.isOfKind(pixelRange) }.map(\.description)
    return
      "an accuracy of \(String(format: "%.4f", score.accuracy)) is near chance (\(String(format: "%.4f", chance))): "
      + "was the model trained on other numbers than --pixel-range \(pixelRange)? Try "
      + others.dropLast().joined(separator: ", ") + " or " + (others.last ?? "")
  }

  private var imagesPerSecond: Double { Double(score.images) / seconds }

  /// Loss, accuracy and speed, then scikit-learn's report and confusion matrix.
  var text: String {
    """
    test loss: \(String(format: "%.4f", score.loss))
    test accuracy: \(String(format: "%.4f", score.accuracy))
    images/s: \(String(format: "%.0f", imagesPerSecond))

    \(report.text)
    \(matrix.text)

    """
  }
}

extension EvaluationRecord: Encodable {
  private struct Row: Encodable {
    var name: String?
    let precision: Double
    let recall: Double
    let f1Score: Double
    let support: Int

    init(_ row: ClassificationReport.Row, name: String? = nil) {
      self.name = name
      precision = row.precision
      recall = row.recall
      f1Score = row.f1Score
      support = row.support
    }

    enum CodingKeys: String, CodingKey {
      case name, precision, recall, support
      case f1Score = "f1_score"
    }
  }

  private enum CodingKeys: String, CodingKey {
    case images, loss, accuracy, classes
    case modelFile = "model_file"
    case dataTitle = "data_title"
    case dataSHA256 = "data_sha256"
    case imagesPerSecond = "images_per_second"
    case macroAverage = "macro_average"
    case pixelRange = "pixel_range"
    case testAugmentation = "test_augmentation"
    case weightedAverage = "weighted_average"
    case confusionMatrix = "confusion_matrix"
  }

  func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(modelFile, forKey: .modelFile)
    try fields.encode(identity.title, forKey: .dataTitle)
    try fields.encode(identity.sha256, forKey: .dataSHA256)
    try fields.encode(pixelRange, forKey: .pixelRange)
    try fields.encode(testAugmentation, forKey: .testAugmentation)
    try fields.encode(score.images, forKey: .images)
    try fields.encode(score.loss, forKey: .loss)
    try fields.encode(score.accuracy, forKey: .accuracy)
    try fields.encode(imagesPerSecond, forKey: .imagesPerSecond)
    try fields.encode(zip(report.names, report.classes).map { Row($1, name: $0) }, forKey: .classes)
    try fields.encode(Row(report.macroAverage), forKey: .macroAverage)
    try fields.encode(Row(report.weightedAverage), forKey: .weightedAverage)
    try fields.encode(matrix.counts, forKey: .confusionMatrix)
  }
}
