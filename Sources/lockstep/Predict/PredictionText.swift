import Foundation
import Pictures
import TextTables

/// Predictions as text for a person: the class, the most probable others, and what the network saw.
struct PredictionText {
  let names: [String]
  /// How many classes are listed.
  let topCount: Int
  let style: TerminalPicture.Style

  func lines(_ prediction: PicturePrediction) -> [String] {
    let top = prediction.ranking.prefix(topCount)
    let width = top.map { names[$0].columns }.max() ?? 0
    let rows = top.map { index in
      "  \(names[index].padded(toColumns: width))  \(percent(prediction.probabilities[index]))"
    }
    let best = prediction.ranking[0]
    let doubt = prediction.doubt(names: names).map { ["  \($0)"] } ?? []
    return [
      "\(prediction.file.printable(limit: 4096)): \(names[best]), \(percent(prediction.probabilities[best]).drop { $0 == " " })"
    ]
      + rows + doubt
      + ["  picture: \(prediction.header.summary)", "  seen as: \(prediction.treatment)"]
      + TerminalPicture(prediction.prepared.picture, style: style).lines.map { "  " + $0 }
  }

  private func percent(_ probability: Float) -> String { String(format: "%6.2f %%", 100 * Double(probability)) }
}
