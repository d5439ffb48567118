import Foundation
import Reports
import RunRecords
import TextTables

/// The results of several runs, at least two, with their means and deviations.
struct SeriesTable {
  private let runs: [(title: String, outcome: RunOutcome)]

  init(_ runs: [(title: String, outcome: RunOutcome)]) { self.runs = runs }

  /// Lines for a person, and at the end one for each mean.
  var text: String {
    let columns = columns
    var table = TextTable([("run", .left)] + columns.map { ($0.title, .right) } + [("weights sha256", .left)])
    for (title, outcome) in runs {
      table.append(
        [title] + columns.map { Self.number($0.value(outcome)) } + [outcome.result.weightsSHA256.prefix(12) + "…"])
    }
    let means = columns.compactMap { column -> String? in
      let spread = SampleSpread(runs.map { column.value($0.outcome) })
      guard let mean = spread.mean, let deviation = spread.deviation else { return nil }
      return "\(column.title): \(Self.number(mean)) ± \(Self.number(deviation))"
    }
    return (table.lines + means).joined(separator: "\n") + "\n"
  }

  /// The same for programs: a line for each run, every digit.
  var csvLines: [String] {
    let header = ["run"] + columns.map { $0.title.replacing(" ", with: "_") } + ["weights_sha256"]
    return [header.joined(separator: ",")]
      + runs.map { run in
        ([run.title] + columns.map { "\($0.value(run.outcome))" } + [run.outcome.result.weightsSHA256]).joined(
          separator: ",")
      }
  }

  private var columns: [(title: String, value: (RunOutcome) -> Double)] {
    let test: [(String, (RunOutcome) -> Double)] = [
      ("test loss", { $0.result.test.loss }), ("test accuracy", { $0.result.test.accuracy }),
    ]
    guard runs.allSatisfy({ $0.outcome.validation != nil }) else { return test }
    return [
      ("validation loss", { $0.validation?.loss ?? .nan }),
      ("validation accuracy", { $0.validation?.accuracy ?? .nan }),
    ] + test
  }

  private static func number(_ value: Double) -> String { String(format: "%.4f", value) }
}
