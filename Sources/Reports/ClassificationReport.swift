import Foundation
import TextTables

/// Precision, recall and F1 score of every class, and their means, as scikit-learn reports them.
///
/// - Source: `classification_report` and `precision_recall_fscore_support` in scikit-learn's
///   `sklearn/metrics/_classification.py`; a share of nothing counts as 0.
package struct ClassificationReport: Equatable, Sendable {
  /// What is said of one class, or of several in the mean.
  package struct Row: Equatable, Sendable {
    /// Of the images for which the class was predicted, the share that has it.
    package let precision: Double
    /// Of the images that have the class, the share for which it was predicted.
    package let recall: Double
    /// The harmonic mean of the two.
    package let f1Score: Double
    /// Images that have the class.
    package let support: Int
  }

  /// The names of the classes.
  package let names: [String]
  /// What is said of each class.
  package let classes: [Row]
  /// The share of images whose class was predicted.
  package let accuracy: Double
  /// The mean of the classes.
  package let macroAverage: Row
  /// The mean of the classes, each weighted by its images.
  package let weightedAverage: Row

  /// The report of a matrix, whose classes have these names.
  ///
  /// - Precondition: there is a name for every class.
  package init(_ matrix: ConfusionMatrix, names: [String]) {
    precondition(names.count == matrix.classes, "every class has a name")
    self.names = names
    let rows = (0..<matrix.classes).map { index in
      let (hits, support, predictions) = (
        matrix.counts[index][index], matrix.support(index), matrix.predictions(index)
      )
      return Row(
        precision: Self.share(hits, of: predictions), recall: Self.share(hits, of: support),
        f1Score: Self.share(2 * hits, of: support + predictions), support: support)
    }
    classes = rows
    accuracy = Self.share(matrix.correct, of: matrix.images)
    macroAverage = Self.mean(rows, weights: rows.map { _ in 1 }, images: matrix.images)
    weightedAverage = Self.mean(rows, weights: rows.map { Double($0.support) }, images: matrix.images)
  }

  private static func share(_ part: Int, of whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }

  private static func mean(_ rows: [Row], weights: [Double], images: Int) -> Row {
    let total = numPySum(weights[...])
    func mean(_ value: (Row) -> Double) -> Double {
      total == 0 ? 0 : numPySum(zip(rows, weights).map { value($0) * $1 }[...]) / total
    }
    return Row(
      precision: mean(\.precision), recall: mean(\.recall), f1Score: mean(\.f1Score), support: images)
  }

  /// The sum in the order in which NumPy adds, so that a mean that ends in 5 is rounded as there.
  ///
  /// - Source: `pairwise_sum` in NumPy's `loops_utils.h.src`, for up to 128 numbers, which are summed without halving.
  private static func numPySum(_ values: ArraySlice<Double>) -> Double {
    guard values.count >= 8 else { return values.reduce(0, +) }
    let values = Array(values)
    var parts = Array(values[..<8])
    let whole = values.count / 8 * 8
    for index in 8..<max(whole, 8) { parts[index % 8] += values[index] }
    let pairs = stride(from: 0, to: 8, by: 2).map { parts[$0] + parts[$0 + 1] }
    return values[whole...].reduce((pairs[0] + pairs[1]) + (pairs[2] + pairs[3]), +)
  }

  /// The report as scikit-learn makes it with its two digits; ends with a newline.
  package var text: String {
    let width = max(names.map(\.columns).max() ?? 0, "weighted avg".count)
    func line(_ name: String, _ cells: [String]) -> String {
      Self.padded(name, width) + " " + cells.map { " " + Self.padded($0, 9) }.joined()
    }
    func line(_ name: String, _ row: Row) -> String {
      line(name, [row.precision, row.recall, row.f1Score].map(Self.rounded) + ["\(row.support)"])
    }
    let accuracyCells = ["", "", Self.rounded(accuracy), "\(macroAverage.support)"]
    let lines =
      [line("", ["precision", "recall", "f1-score", "support"]), ""]
      + zip(names, classes).map(line)
      + [
        "", line("accuracy", accuracyCells), line("macro avg", macroAverage), line("weighted avg", weightedAverage),
      ]
    return lines.map { $0 + "\n" }.joined()
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text.padded(toColumns: width, .right)
  }

  private static func rounded(_ share: Double) -> String { String(format: "%.2f", share) }
}
