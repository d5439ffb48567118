import Collectives
import TextTables

/// A scaling report for a person: what was measured where, and a table for each mode.
package enum ScalingText {
  /// The whole text, with a final newline.
  package static func text(_ report: ScalingReport) -> String {
    let sections = [head(report)] + ScalingMode.allCases.map { section($0, of: report) } + [notes(report)]
    return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  private static func head(_ report: ScalingReport) -> [String] {
    let job = report.job
    let training: [String?] = [
      job.model, report.trainingImages.map { "\($0) images" }, count(job.epochs, "epoch"),
      count(job.threads, "thread") + " per rank",
      job.trainOptions.isEmpty ? nil : job.trainOptions.joined(separator: " "),
    ]
    let facts =
      [("training", training.compactMap(\.self).joined(separator: ", "))] + report.setting.facts + [
        ("kernels", report.kernels ?? Figure.unknown), ("launcher", job.launcher),
      ]
    return facts.map { name, value in
      name + String(repeating: " ", count: max(1, 12 - name.count)) + value
    }
  }

  private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

  private static func section(_ mode: ScalingMode, of report: ScalingReport) -> [String] {
    let results = report.results.filter { $0.point.mode == mode }
    guard !results.isEmpty else { return [] }
    let columns = columns(of: mode)
    var table = TextTable(columns.map { ($0.title, .right) })
    for result in results { table.append(columns.map { $0.cell(result) }) }
    return [title(of: mode)]
      + zip(table.lines, [""] + results.map { $0.point.placement.isOversubscribed ? "  oversubscribed" : "" }).map(+)
  }

  private static func title(of mode: ScalingMode) -> String {
    switch mode {
    case .strong: "Strong scaling: the same batch for any number of ranks"
    case .weak: "Weak scaling: a batch and epochs that grow with the ranks, so that each rank has the same work"
    case .independent: "Independent runs of one rank, side by side: what they lose is lost to the machine"
    }
  }

  private typealias Column = (title: String, cell: (ScalingResult) -> String)

  private static func columns(of mode: ScalingMode) -> [Column] {
    let common: [Column] = [
      (mode == .independent ? "runs" : "ranks", { "\($0.point.ranks)" }),
      ("batch", { "\($0.point.batchSize)" }),
      ("epochs", { "\($0.point.epochs)" }),
      ("bound to", { $0.point.placement.binding.rawValue }),
      ("images/s", { Figure.text($0.imagesPerSecond?.median, decimals: 0) }),
      ("min – max", { Figure.range($0.imagesPerSecond, decimals: 0) }),
      ("speed-up", { Figure.text($0.speedUp?.median, decimals: 3) }),
      ("min – max", { Figure.range($0.speedUp, decimals: 3) }),
      ("efficiency", { Figure.percentage($0.efficiency) }),
    ]
    let learningRate: Column = ("learning rate", { Figure.text($0.learningRate, digits: 3) })
    let serial: Column = ("serial fraction", { Figure.text($0.serialFraction, decimals: 3) })
    let exchange: Column = ("exchange", { Figure.percentage($0.exchangeShare) })
    switch mode {
    case .strong: return common + [serial, exchange]
    case .weak: return common[..<3] + [learningRate] + common[3...] + [exchange]
    case .independent: return common
    }
  }

  private static func notes(_ report: ScalingReport) -> [String] {
    let results = report.results
    var notes = [
      "medians of \(results.map(\.rates.count).max() ?? 0); speed-up: beside the run of one rank in the same repeat"
    ]
    if results.contains(where: { $0.point.mode == .strong }) {
      notes.append(
        "serial fraction: the part of the work that, run on one rank only, would explain the speed-up (Karp and Flatt)")
      switch report.strongWeights.count {
      case 0: break
      case 1: notes.append("strong scaling: the same weights from all runs, sha256 \(report.strongWeights.joined())")
      case let count: notes.append("strong scaling: \(count) different sets of weights")
      }
    }
    if !results.contains(where: { $0.point.ranks == 1 }) {
      notes.append("no speed-up: that needs one rank to compare with, as in --ranks 1,2")
    }
    if results.contains(where: \.point.placement.isOversubscribed) {
      notes.append("oversubscribed: more ranks and threads than cores, which says nothing about efficiency")
    }
    return notes
  }
}
