import Encodings
import Foundation
import TextTables

/// How long the ranks of a job take to bring gradients together, by size and path.
package struct CommunicationReport: Sendable, Encodable {
  /// One path at one size.
  package struct Result: Sendable, Encodable {
    package let path: String
    /// How the gradients really travelled.
    package let text: String
    package let floats: Int
    package let seconds: Spread

    package init(path: String, text: String, floats: Int, seconds: Spread) {
      self.path = path
      self.text = text
      self.floats = floats
      self.seconds = seconds
    }

    /// Bytes of the gradient per second: what one rank hands in and gets back.
    package var bytesPerSecond: Double { Double(4 * floats) / seconds.median }
  }

  package let setting: BenchmarkSetting
  package let communicator: String
  package let ranks: Int
  package let repeats: Int
  package let results: [Result]

  package init(setting: BenchmarkSetting, communicator: String, ranks: Int, repeats: Int, results: [Result]) {
    self.setting = setting
    self.communicator = communicator
    self.ranks = ranks
    self.repeats = repeats
    self.results = results
  }

  /// As a table for a person.
  package var text: String {
    let facts = setting.facts + [("ranks", "\(ranks) (\(communicator))")]
    let head = facts.map { $0.name + String(repeating: " ", count: max(1, 12 - $0.name.count)) + $0.value }
    var table = TextTable([
      ("floats", .right), ("kB", .right), ("path", .left), ("µs", .right), ("min – max", .right), ("GB/s", .right),
      ("", .left),
    ])
    for result in results {
      let micro = Spread([result.seconds.minimum, result.seconds.median, result.seconds.maximum].map { 1e6 * $0 })
      table.append([
        "\(result.floats)", "\(result.floats * 4 / 1000)", result.path, Figure.text(micro?.median, decimals: 1),
        Figure.range(micro, decimals: 1), Figure.text(1e-9 * result.bytesPerSecond, decimals: 2), result.text,
      ])
    }
    let notes = [
      "medians of \(repeats), each the mean of several exchanges and that of the slowest rank; "
        + "GB/s: bytes of one rank's gradient",
      "shared: each rank sums its slice, and gives the others the parameters that it updates with it",
    ]
    return [head, table.lines, notes].map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  /// As a JSON object.
  package func json() throws -> String {
    try JSONText.text(self, .indented, keys: .convertToSnakeCase)
  }
}
