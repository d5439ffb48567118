import Foundation
import RunRecords

/// A column of numbers in the table of runs.
struct ComparisonColumn {
  /// Which number is the better one.
  enum Order {
    case lowest
    case highest
    case none
  }

  let title: String
  let order: Order
  let value: (RunFigures) -> Double?
  let text: (Double) -> String

  /// The columns, without those that no run has a number for.
  static func columns(of runs: [RunFigures]) -> [ComparisonColumn] {
    let all: [ComparisonColumn] = [
      .init(title: "Validation accuracy", order: .highest, value: { $0.lastEpoch?.validation?.accuracy }, text: share),
      .init(title: "Validation loss", order: .lowest, value: { $0.lastEpoch?.validation?.loss }, text: loss),
      .init(title: "Test accuracy", order: .highest, value: { $0.result?.test.accuracy }, text: share),
      .init(title: "Test loss", order: .lowest, value: { $0.result?.test.loss }, text: loss),
      .init(title: "Images/s", order: .none, value: { $0.imagesPerSecond }, text: NumberText.rounded),
    ]
    return all.filter { column in runs.contains { column.value($0) != nil } }
  }

  private static func share(_ value: Double) -> String { NumberText.percent(value) }
  private static func loss(_ value: Double) -> String { NumberText.fixed(value, 4) }

  /// The best number of the runs; nil where none is better than the others.
  func best(of runs: [RunFigures]) -> Double? {
    let values = runs.compactMap(value).filter(\.isFinite)
    guard Set(values).count > 1 else { return nil }
    return switch order {
    case .lowest: values.min()
    case .highest: values.max()
    case .none: nil
    }
  }

  /// Mean and deviation of the runs that have a number.
  func spread(of runs: [RunFigures]) -> SampleSpread { SampleSpread(runs.compactMap(value)) }
}
