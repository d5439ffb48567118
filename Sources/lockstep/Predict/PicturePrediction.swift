import Foundation
import Network
import Pictures
import SystemPackage
import Training

/// What a model says of one picture.
struct PicturePrediction {
  let file: String
  let header: PNGHeader
  /// What is missing of the file, as a sentence; nil if nothing is.
  let remark: String?
  let preparation: PicturePreparation
  let prepared: PreparedPicture
  /// How the network saw it.
  let testAugmentation: TestAugmentation
  /// Of every class.
  let probabilities: [Float]

  /// Below this difference between the two most probable classes the prediction is called unsure.
  private static let smallMargin: Float = 0.2

  /// Reads the pictures and lets the model predict them.
  ///
  /// - Throws: `PictureError` for the first that cannot be read; `TrainingError` where the model gives no number.
  static func all(
    _ files: [String], _ preparation: PicturePreparation, model: TrainedModel
  ) throws -> [PicturePrediction] {
    let shape = model.network.architecture.inputShape
    let workspace = model.network.makeWorkspace()
    model.network.prepare(workspace, for: model.parameters)
    var predictions: [PicturePrediction] = []
    for file in files {
      let picture = try PNGPicture(reading: FilePath(file))
      let prepared = preparation.prepare(picture, rows: shape.rows, columns: shape.columns)
      workspace.clear()
      workspace.load(pixels: prepared.picture.pixels.span, label: 0, number: 0, seen: model.testAugmentation)
      model.network.compute(workspace, views: model.testAugmentation.views.count)
      var probabilities: [Float] = []
      model.network.appendProbabilities(workspace, to: &probabilities)
      guard probabilities.allSatisfy(\.isFinite) else {
        throw TrainingError.outputIsNotFinite(image: predictions.count)
      }
      predictions.append(
        PicturePrediction(
          file: file, header: picture.header, remark: picture.remark, preparation: preparation, prepared: prepared,
          testAugmentation: model.testAugmentation, probabilities: probabilities))
    }
    return predictions
  }

  /// The classes, most probable first; equal ones in their own order.
  var ranking: [Int] {
    probabilities.indices.sorted { (probabilities[$1], $0) < (probabilities[$0], $1) }
  }

  /// What was done to the picture, in words.
  var treatment: String {
    let shape = prepared.picture
    var steps = [
      preparation.channel.rawValue, "\(preparation.resize.rawValue) to \(shape.columns) x \(shape.rows)",
    ]
    if let backdrop = prepared.backdrop { steps.insert("transparent on \(backdrop == 0 ? "black" : "white")", at: 0) }
    let side = prepared.borderMean > PreparedPicture.lightBorder ? "light" : "dark"
    let border = "its border is \(side) (mean \(String(format: "%.0f", prepared.borderMean)) of 255)"
    switch (preparation.inversion, prepared.isInverted) {
    case (.auto, true): steps.append("inverted: \(border), and garments are light on black")
    case (.auto, false): steps.append("not inverted: \(border)")
    case (_, true): steps.append("inverted as asked")
    case (_, false): steps.append("not inverted, as asked; \(border)")
    }
    if let others = testAugmentation.otherViews { steps.append("as it is\(others)") }
    return steps.joined(separator: ", ")
  }

  /// What speaks against trusting the prediction; nil if nothing does.
  func doubt(names: [String]) -> String? {
    if prepared.picture.isBlank { return "the network sees a blank picture" }
    let ranking = ranking
    let margin = probabilities[ranking[0]] - probabilities[ranking[1]]
    guard margin < Self.smallMargin else { return nil }
    return "unsure between \(names[ranking[0]]) and \(names[ranking[1]])"
  }
}
