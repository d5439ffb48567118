import Foundation
import Testing

/// What the documents for contributors name is there, and what they should name they name.
@Suite("Documents for contributors")
struct HandbookTests {
  @Test("every file and folder that they name exists")
  func paths() throws {
    let files = try ["Sources", "Tests"].flatMap {
      try FileManager.default.subpathsOfDirectory(atPath: PackageTree.root.appending(path: $0).path)
    }
    let fileNames = Set(files.compactMap { $0.split(separator: "/").last.map(String.init) })
    let folders = Set(try ["", "Sources", "Tests"].flatMap { try PackageTree.names(in: $0) } + [".github", ".ci"])
    for document in try Handbook.all() {
      for (line, text) in document.codeSpans {
        // The first word of a command, without "(file:line)" and the like.
        let name = String(text.prefix { !" <:*$".contains($0) })
        guard name.wholeMatch(of: /[\w.][\w.\/+\-]*/) != nil, name == text || text.contains(" ") else { continue }
        if name.contains("/") {
          guard let first = name.split(separator: "/").first, folders.contains(String(first)) else { continue }
          let places = ["", "Sources/", "Tests/", document.folder].map { $0 + name }
          if !places.contains(where: exists) { fail(document, line, "there is no \(name)") }
        } else if name.hasSuffix(".swift") || name.hasSuffix(".h") {
          if !fileNames.contains(name) && !exists(name) { fail(document, line, "there is no file \(name)") }
        }
      }
      for (line, text) in document.linkTargets where !exists(document.folder + text) {
        fail(document, line, "the link to \(text) leads nowhere")
      }
    }
  }

  @Test("every type that the map names is declared")
  func types() throws {
    var declared = Set(AllowedImports.table.keys).union(AllowedImports.withoutSwift)
    for file in try SourceFile.all() {
      for (_, match) in file.matches(of: /\b(?:struct|class|enum|protocol|typealias|case)\s+(\w+)/) {
        declared.insert(String(match.output.1))
      }
    }
    let map = try Handbook.map()
    for (line, text) in map.codeSpans where !text.hasSuffix(".swift") {
      guard let match = text.wholeMatch(of: /([A-Z]+[a-z]\w*)(?:\.\w+)?(?:\(.*\))?/) else { continue }
      let name = String(match.output.1)
      guard !declared.contains(name), !Self.foreign.contains(name), !exists(name), !exists("Tests/" + name) else {
        continue
      }
      fail(map, line, "no type is called \(name)")
    }
  }

  /// Types in the map that are others'.
  private static let foreign: Set = ["InlineArray", "Thread"]

  @Test("the map has every module, and its table of imports is the one that is tested")
  func modules() throws {
    let map = try Handbook.map()
    let modules = Set(AllowedImports.table.keys).union(AllowedImports.withoutSwift)
    var imports: [String: Set<String>] = [:]
    for (_, cells) in map.tableRows where cells.count == 4 {
      guard let module = names(cells[1]).first, modules.contains(module) else { continue }
      imports[module] = Set(names(cells[3]))
    }
    #expect(modules.subtracting(imports.keys).sorted() == [], "modules without a row in the map's table")
    for (module, allowed) in AllowedImports.table {
      #expect(imports[module] == allowed.intersection(modules), "the map's row of \(module)")
    }
  }

  /// What stands between back quotes in a cell.
  private func names(_ cell: Substring) -> [String] { cell.matches(of: /`(\w+)`/).map { String($0.output.1) } }

  private func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: PackageTree.root.appending(path: path).path)
  }

  private func fail(_ document: Handbook, _ line: Int, _ reason: String) {
    Issue.record(
      "\(document.path):\(line): \(reason)",
      sourceLocation: SourceLocation(
        fileID: "Documents/\(document.path)", filePath: PackageTree.root.appending(path: document.path).path,
        line: line, column: 1))
  }
}
