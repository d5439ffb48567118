import Foundation
import TextTables

/// The profiles of all ranks as a table: a row for each part, a column for each rank.
struct ProfileTable {
  private let profiles: [RankProfile]

  init(_ profiles: [RankProfile]) { self.profiles = profiles }

  /// Seconds of every part, and its share of the first rank's time; parts that took no time are left out.
  var text: String {
    let header = row("seconds", profiles.indices.map { "rank \($0)" }, "share")
    let parts = profiles[0].parts.indices.filter { part in profiles.contains { $0.parts[part].seconds > 0 } }
    let rows = parts.map { part in
      row(
        profiles[0].parts[part].name, profiles.map { seconds($0.parts[part].seconds) },
        share(profiles[0].parts[part].seconds))
    }
    let total = row("total", profiles.map { seconds($0.total) }, share(profiles[0].total))
    return ([header] + rows + [total]).joined(separator: "\n") + "\n"
  }

  private var nameWidth: Int { (profiles[0].parts.map(\.name.count) + [5]).max() ?? 0 }

  private func row(_ name: String, _ values: [String], _ share: String) -> String {
    let columns = (values + [share]).map { String(repeating: " ", count: max(0, 10 - $0.count)) + $0 }
    return name.padded(toColumns: nameWidth) + columns.joined()
  }

  private func seconds(_ value: Double) -> String { String(format: "%.3f", value) }

  private func share(_ value: Double) -> String { String(format: "%.1f %%", 100 * value / profiles[0].total) }
}
