/// The files of a module, and who depends on whom: a file on those that declare a type that it names, and on those that
/// add the members that it uses to types of other modules.
struct FileDependencies {
  /// For each file the files that it depends on, each with a name that makes it so.
  let edges: [String: [String: String]]

  /// Types at the left edge of a file that other files can name, and members that files add to types from elsewhere.
  init(_ files: [SourceFile]) {
    let codes = files.map { (path: $0.path, text: $0.code.joined(separator: "\n")) }
    var owners: [String: String] = [:]
    for (path, text) in codes { for name in Self.declared(in: text) { owners[name] = path } }
    var additions: [(type: String, member: String, path: String)] = []
    for (path, text) in codes {
      additions += Self.added(in: text).filter { owners[$0.type] == nil }.map { ($0.type, $0.member, path) }
    }
    var edges: [String: [String: String]] = [:]
    for (path, text) in codes {
      let words = Set(text.matches(of: /\b[A-Z]\w*/).map { String($0.output) })
      let members = Set(text.matches(of: /\.(\w+)/).map { String($0.output.1) })
      let made = Set(text.matches(of: /\b([A-Z]\w*)\(/).map { String($0.output.1) })
      for word in words { if let owner = owners[word], owner != path { edges[path, default: [:]][owner] = word } }
      for (type, member, owner) in additions where owner != path && words.contains(type) {
        let isUsed = member == "init" ? made.contains(type) : members.contains(member)
        if isUsed { edges[path, default: [:]][owner] = "\(type).\(member)" }
      }
    }
    self.edges = edges
  }

  private static func declared(in text: String) -> [String] {
    let pattern =
      /^(?:(?:package|public|final|indirect|@\w+)\s+)*(?:struct|class|enum|protocol|actor|typealias)\s+(\w+)/
    return text.matches(of: pattern.anchorsMatchLineEndings()).map { String($0.output.1) }
  }

  private static func added(in text: String) -> [(type: String, member: String)] {
    let extensions = /^(?:package\s+)?extension\s+\[?(\w+)[^{]*\{(?<body>[\s\S]*?)^\}/
    let member =
      /^  (?:(?:package|public|static|mutating|nonisolated|@\w+)\s+)*(?:(?:func|var|let)\s+(?<name>\w+)|init\b)/
    return text.matches(of: extensions.anchorsMatchLineEndings()).flatMap { match in
      match.output.body.matches(of: member.anchorsMatchLineEndings()).map {
        (String(match.output.1), $0.output.name.map(String.init) ?? "init")
      }
    }
  }

  /// Files each of which depends on the next, and the last on the first; nil where there are none such.
  var circle: [String]? {
    var finished: Set<String> = []
    for start in edges.keys.sorted() {
      if let circle = circle(through: start, behind: [], &finished) { return circle }
    }
    return nil
  }

  private func circle(through file: String, behind path: [String], _ finished: inout Set<String>) -> [String]? {
    if let start = path.firstIndex(of: file) { return Array(path[start...]) }
    guard !finished.contains(file) else { return nil }
    for next in (edges[file] ?? [:]).keys.sorted() {
      if let circle = circle(through: next, behind: path + [file], &finished) { return circle }
    }
    finished.insert(file)
    return nil
  }
}
