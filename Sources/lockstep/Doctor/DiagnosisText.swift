import TextTables

/// A diagnosis for a person: what was seen, then a line for each finding.
struct DiagnosisText {
  let diagnosis: Diagnosis
  /// Where lines are to be broken; nil where each stays whole, as in a file.
  let columns: Int?

  var text: String { (facts + [""] + findings).map { $0 + "\n" }.joined() }

  /// A line for what all hosts have alike; else one for those that have.
  private var facts: [String] {
    let hosts = diagnosis.hosts.map { (name: $0.host, lines: HostFacts.lines($0)) }
    var names: [String] = []
    for line in hosts.flatMap(\.lines) where !names.contains(line.name) { names.append(line.name) }
    let width = (names.map(\.columns).max() ?? 0) + 2
    return names.flatMap { name -> [String] in
      let seen = hosts.flatMap { host in host.lines.filter { $0.name == name }.map { (host: host.name, text: $0.text) }
      }
      var texts: [String] = []
      for (_, text) in seen where !texts.contains(text) { texts.append(text) }
      return texts.map { text in
        let owners = seen.filter { $0.text == text }.map(\.host)
        let who = texts.count == 1 ? "" : Self.list(owners) + ": "
        return Self.broken(name.padded(toColumns: width) + who + text, indent: width, columns)
      }
    }
  }

  private var findings: [String] {
    guard !diagnosis.entries.isEmpty else { return ["nothing found"] }
    return diagnosis.entries.map { entry in
      let isEverywhere = entry.hosts.isEmpty || entry.hosts.count == diagnosis.hosts.count
      return Self.broken((isEverywhere ? "" : Self.list(entry.hosts) + ": ") + entry.finding.line, indent: 2, columns)
    }
  }

  /// "h1, h2, h3 and 7 others".
  private static func list(_ hosts: [String]) -> String {
    let shown = hosts.count > 4 ? 3 : hosts.count
    let rest = hosts.count > shown ? " and \(hosts.count - shown) others" : ""
    return hosts.prefix(shown).joined(separator: ", ") + rest
  }

  /// A line in several, broken between words, all but the first indented.
  private static func broken(_ line: String, indent: Int, _ columns: Int?) -> String {
    guard let columns, columns > indent + 20 else { return line }
    var (lines, current) = ([String](), "")
    for word in line.split(separator: " ", omittingEmptySubsequences: false) {
      if current.isEmpty {
        current = String(word)
      } else if current.columns + 1 + String(word).columns <= columns {
        current += " " + word
      } else {
        lines.append(current)
        current = String(repeating: " ", count: indent) + word
      }
    }
    return (lines + [current]).joined(separator: "\n")
  }
}
