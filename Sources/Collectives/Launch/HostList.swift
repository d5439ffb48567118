extension LaunchPlan.HostList {
  /// One host, as the list names it.
  package struct Host: Sendable, Equatable {
    /// Without the number of its ranks; with the user's name, where there is one.
    package let name: String
    /// How many ranks it takes; nil where the list leaves that to Open MPI.
    package let slots: Int?
    /// Its line in a file.
    fileprivate let text: String

    /// As a list names it: "h1:4".
    fileprivate var entry: String { slots.map { "\(name):\($0)" } ?? name }
  }

  /// The hosts of a list such as "h1:4,h2", where one without a number takes one rank.
  package static func hosts(named list: String) -> [Host] {
    list.split(separator: ",").map { entry in
      let parts = entry.split(separator: ":", maxSplits: 1)
      let slots = parts.count > 1 ? Int(parts[1]) : 1
      return Host(name: String(parts.first ?? ""), slots: slots, text: String(entry))
    }
  }

  /// The hosts of a file's text: of each line the first word and, where it says so, its slots.
  package static func hosts(inFile text: String) -> [Host] {
    text.split(whereSeparator: \.isNewline).compactMap { line in
      let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace)
      guard let name = words.first else { return nil }
      let slots = words.compactMap { $0.hasPrefix("slots=") ? Int($0.dropFirst("slots=".count)) : nil }.first
      return Host(name: String(name), slots: slots, text: String(line))
    }
  }

  /// The list of some of the hosts that ``hosts(named:)`` found.
  package static func named(_ hosts: [Host]) -> Self { .named(hosts.map(\.entry).joined(separator: ",")) }

  /// The text of a file with some of the hosts that ``hosts(inFile:)`` found.
  package static func fileText(_ hosts: [Host]) -> String { hosts.map { $0.text + "\n" }.joined() }
}
