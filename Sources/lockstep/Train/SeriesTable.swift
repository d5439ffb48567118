import Foundation
import Network
import Reports
import TextTables
import Training

/// The results of several runs, at least two, with their means and deviations.
struct SeriesTable {
  private let runs: [(title: String, record: TrainingResult)]

  init(_ runs: [(title: String, record: TrainingResult)]) { self.runs = runs }

  /// Lines for a person, and at the end one for each mean.
  var text: String {
    let columns = columns
    var table = TextTable([("run", .left)] + columns.map { ($0.title, .right) } + [("weights sha256", .left)])
    for (title, record) in runs {
      table.append([title] + columns.map { Self.number($0.value(record)) } + [record.weightsSHA256.prefix(12) + "…"])
    }
    let means = columns.compactMap { column -> String? in
      let spread = SampleSpread(runs.map { column.value($0.record) })
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
        ([run.title] + columns.map { "\($0.value(run.record))" } + [run.record.weightsSHA256]).joined(separator: ",")
      }
  }

  private var columns: [(title: String, value: (TrainingResult) -> Double)] {
    let test: [(String, (TrainingResult) -> Double)] = [
      ("test loss", { $0.test.loss }), ("test accuracy", { $0.test.accuracy }),
    ]
    guard runs.allSatisfy({ $0.record.validation != nil }) else { return test }
    return [
      ("validation loss", { $0.validation?.loss ?? .nan }),
      ("validation accuracy", { $0.validation?.accuracy ?? .nan }),
    ] + test
  }

  private static func number(_ value: Double) -> String { String(format: "%.4f", value) }
}
