import Foundation

/// A document for people who change the code, and the names in it.
struct Handbook {
  /// From the package's root.
  let path: String
  /// Its lines.
  let lines: [Substring]

  /// What tells of files, folders and types; not all of it needs to exist.
  static let paths = ["Sources/README.md", ".github/CONTRIBUTING.md", "Scripts/README.md", "Launch/README.md"]

  /// Those that there are.
  static func all() throws -> [Handbook] {
    try paths.filter { FileManager.default.fileExists(atPath: PackageTree.root.appending(path: $0).path) }
      .map(Handbook.init)
  }

  /// The map of the sources.
  static func map() throws -> Handbook { try Handbook(path: paths[0]) }

  init(path: String) throws {
    self.path = path
    let text = try String(contentsOf: PackageTree.root.appending(path: path), encoding: .utf8)
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// Its folder, with a slash; nothing for the root.
  var folder: String { path.split(separator: "/").dropLast().map { $0 + "/" }.joined() }

  /// What stands between back quotes, outside of blocks of code, with its line counted from 1.
  var codeSpans: [(line: Int, text: String)] {
    proseLines.flatMap { line, text in
      text.matches(of: /`([^`]+)`/).map { (line, String($0.output.1)) }
    }
  }

  /// Where links lead, without those to the web and to headings of this document.
  var linkTargets: [(line: Int, text: String)] {
    proseLines.flatMap { line, text in
      text.matches(of: /\]\(([^)#]+)[^)]*\)/).map { (line, String($0.output.1)) }
    }
    .filter { !$0.text.contains("://") }
  }

  /// The cells of the tables' rows, with their lines.
  var tableRows: [(line: Int, cells: [Substring])] {
    proseLines.filter { $0.text.hasPrefix("|") }.map { line, text in
      (line, text.dropFirst().split(separator: "|", omittingEmptySubsequences: false).dropLast())
    }
  }

  private var proseLines: [(line: Int, text: Substring)] {
    var isCode = false
    return lines.enumerated().compactMap { index, text in
      if text.hasPrefix("```") { isCode.toggle() }
      return isCode ? nil : (index + 1, text)
    }
  }
}
