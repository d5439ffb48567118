import Collectives

/// A scaling report for a spreadsheet: a line for each point, with the setting in every line.
package enum ScalingCSV {
  /// The lines, with titles, each ended by a newline; a field without a value is empty.
  package static func text(_ report: ScalingReport) -> String {
    let rows = report.results.map { result in columns.map { field($0.value(report, result)) } }
    return ([columns.map(\.title)] + rows).map { $0.joined(separator: ",") + "\n" }.joined()
  }

  private typealias Column = (title: String, value: @Sendable (ScalingReport, ScalingResult) -> String?)

  private static let columns: [Column] = [
    ("mode", { $1.point.mode.rawValue }),
    ("model", { report, _ in report.job.model }),
    ("ranks", { "\($1.point.ranks)" }),
    ("threads", { "\($1.point.placement.threads)" }),
    ("batch_size", { "\($1.point.batchSize)" }),
    ("shards", { "\($1.point.shards)" }),
    ("epochs", { "\($1.point.epochs)" }),
    ("learning_rate", { $1.learningRate.map { "\($0)" } }),
    ("binding", { $1.point.placement.binding.rawValue }),
    ("oversubscribed", { "\($1.point.placement.isOversubscribed)" }),
    ("repeats", { "\($1.rates.count)" }),
    ("images_per_second", { $1.imagesPerSecond.map { "\($0.median)" } }),
    ("images_per_second_min", { $1.imagesPerSecond.map { "\($0.minimum)" } }),
    ("images_per_second_max", { $1.imagesPerSecond.map { "\($0.maximum)" } }),
    ("speed_up", { $1.speedUp.map { "\($0.median)" } }),
    ("speed_up_min", { $1.speedUp.map { "\($0.minimum)" } }),
    ("speed_up_max", { $1.speedUp.map { "\($0.maximum)" } }),
    ("efficiency", { $1.efficiency.map { "\($0)" } }),
    ("serial_fraction", { $1.serialFraction.map { "\($0)" } }),
    ("exchange_share", { $1.exchangeShare.map { "\($0)" } }),
    ("time", { report, _ in report.setting.time }),
    ("processor", { report, _ in report.setting.processor }),
    ("cores", { report, _ in "\(report.setting.cores)" }),
    ("load_average", { report, _ in report.setting.loadAverage.map { "\($0)" } }),
    ("kernels", { report, _ in report.kernels }),
    ("version", { report, _ in report.setting.version }),
    ("commit", { report, _ in report.setting.commit }),
  ]

  /// A field as RFC 4180 has it: in quotation marks where it needs them.
  private static func field(_ value: String?) -> String {
    guard let value, value.contains(where: { ",\"\r\n".contains($0) || $0.isNewline }) else { return value ?? "" }
    return "\"" + value.replacing("\"", with: "\"\"") + "\""
  }
}
