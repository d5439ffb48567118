import Foundation
import Testing

/// A Swift file of the package.
struct SourceFile: Sendable {
  /// From the package's root: `Sources/<module>/…`.
  let path: String
  /// Its lines without comments and string literals.
  let code: [Substring]

  /// The folder under `Sources` that it belongs to.
  var module: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

  /// All Swift files in `Sources`, by path.
  static func all() throws -> [SourceFile] { try walk.get() }

  private static let walk = Result {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: PackageTree.root.appending(path: "Sources").path)
    return try paths.filter { $0.hasSuffix(".swift") }.sorted().map { try SourceFile(path: "Sources/" + $0) }
  }

  private init(path: String) throws {
    let url = PackageTree.root.appending(path: path)
    self.init(path: path, text: try String(contentsOf: url, encoding: .utf8))
  }

  /// A file of that text.
  init(path: String, text: String) {
    self.path = path
    code = CodeText.lines(of: text)
  }

  /// The lines, counted from 1, whose code matches `pattern`, each with what matched.
  func matches<Output>(of pattern: Regex<Output>) -> [(line: Int, match: Regex<Output>.Match)] {
    code.enumerated().flatMap { index, text in text.matches(of: pattern).map { (index + 1, $0) } }
  }

  /// The text of the docstring above a line, without its slashes; empty if there is none.
  func docstring(before line: Int) throws -> String {
    let url = PackageTree.root.appending(path: path)
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
    let above = lines[..<(line - 1)].reversed().map { $0.drop { $0 == " " } }
    return above.drop { $0.hasPrefix("@") }.prefix { $0.hasPrefix("///") }.reversed().map { $0.dropFirst(3) }
      .joined(separator: "\n")
  }

  /// Fails the test at a line of this file.
  func fail(line: Int = 1, _ reason: String) {
    Issue.record(
      "\(path):\(line): \(reason)",
      sourceLocation: SourceLocation(
        fileID: "\(module)/\(path)", filePath: PackageTree.root.appending(path: path).path, line: line, column: 1))
  }
}
