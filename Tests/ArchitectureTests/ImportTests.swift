import Testing

/// SwiftPM lets a target import whatever its dependencies depend on; these tests do not.
@Suite("Imports")
struct ImportTests {
  @Test("each module imports only what its row allows")
  func allowed() throws {
    for file in try SourceFile.all() {
      guard let allowed = AllowedImports.table[file.module] else {
        file.fail("module \(file.module) has no row in the table of allowed imports")
        continue
      }
      for (line, module) in imports(of: file) where !allowed.contains(module) {
        file.fail(line: line, "\(file.module) may not import \(module); allowed: \(allowed.sorted())")
      }
    }
  }

  @Test("modules behind a border are imported by one module only")
  func soleImporters() throws {
    for file in try SourceFile.all() {
      for (line, module) in imports(of: file) {
        guard let importer = AllowedImports.soleImporters[module], importer != file.module else { continue }
        file.fail(line: line, "only \(importer) may import \(module)")
      }
    }
  }

  @Test("no module passes on or opens up another")
  func attributes() throws {
    let pattern = /@(?:_exported|testable|_implementationOnly|_spi\(\w+\))\s.*import\b/
    for file in try SourceFile.all() {
      for (line, match) in file.matches(of: pattern) { file.fail(line: line, "\(match.output): not here") }
    }
  }

  @Test("each module of the diagram is there, and no other")
  func modules() throws {
    let folders = Set(try PackageTree.names(in: "Sources")).subtracting(["README.md"])
    let known = AllowedImports.withoutSwift.union(AllowedImports.table.keys)
    #expect(known.subtracting(folders).sorted() == [], "modules that the table names and Sources lacks")
    #expect(folders.subtracting(known).sorted() == [], "folders in Sources without a row in the table")
    let withSwift = Set(try SourceFile.all().map(\.module))
    #expect(withSwift.sorted() == AllowedImports.table.keys.sorted(), "modules with Swift files")
  }

  private func imports(of file: SourceFile) -> [(line: Int, module: String)] {
    let pattern = /(?:^|\s|;)import\s+(?:(?:struct|class|enum|protocol|typealias|func|let|var)\s+)?(\w+)/
    return file.matches(of: pattern).map { ($0.line, String($0.match.output.1)) }
  }
}
