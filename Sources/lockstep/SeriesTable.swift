import Foundation
import Network
import TextTables
import Training

/// The results of several runs, with their means and deviations.
struct SeriesTable {
  private let runs: [(title: String, record: RunRecord)]

  init(_ runs: [(title: String, record: RunRecord)]) { self.runs = runs }

  /// Lines for a person, and at the end one for each mean.
  var text: String {
    let columns = columns
    var table = TextTable([("run", .left)] + columns.map { ($0.title, .right) } + [("weights sha256", .left)])
    for (title, record) in runs {
      table.append([title] + columns.map { Self.number($0.value(record)) } + [record.weightsSHA256.prefix(12) + "…"])
    }
    let means = columns.map { column in
      let spread = SampleSpread(runs.map { column.value($0.record) })
      return "\(column.title): \(Self.number(spread.mean)) ± \(Self.number(spread.deviation))"
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

  private var columns: [(title: String, value: (RunRecord) -> Double)] {
    let test: [(String, (RunRecord) -> Double)] = [
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

/// The mean of some numbers, and how far they are from it.
struct SampleSpread {
  let mean: Double
  /// The standard deviation of a sample, of n − 1 degrees of freedom; 0 of one number.
  let deviation: Double

  init(_ values: [Double]) {
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.mean = mean
    deviation = values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : 0
  }
}
