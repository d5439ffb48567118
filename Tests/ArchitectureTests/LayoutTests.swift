import Testing

@Suite("Layout of the repository")
struct LayoutTests {
  /// What the top level holds besides dot files.
  private let topLevel: Set = ["Package.swift", "Sources", "Tests", "Launch", "Scripts", "README.md"]
  /// What tools leave there, and git ignores.
  private let leftovers: Set = ["Package.resolved", "runs"]

  @Test("the top level has what belongs there, nothing else")
  func topLevelEntries() throws {
    let found = Set(try PackageTree.names(in: ""))
    #expect(topLevel.subtracting(found).sorted() == [], "missing at the top level")
    #expect(found.subtracting(topLevel).subtracting(leftovers).sorted() == [], "does not belong at the top level")
  }

  @Test("no Swift file is longer than 300 lines, half are no longer than 120")
  func fileLengths() throws {
    let files = try SourceFile.all()
    #expect(files.count > 50, "the walk through Sources missed files")
    for file in files where file.code.count > 300 { file.fail("\(file.code.count) lines; split it by noun") }
    let lengths = files.map(\.code.count).sorted()
    let median = lengths[lengths.count / 2]
    #expect(median <= 120, "the median is \(median) lines")
  }

  @Test("no function is longer than 40 lines, no kernel longer than 70")
  func functionLengths() throws {
    var count = 0
    for file in try SourceFile.all() {
      let most = file.module == "KernelInterface" ? 70 : 40
      for function in FunctionBody.all(in: file.code) {
        count += 1
        guard function.lineCount > most else { continue }
        file.fail(
          line: function.line, "\(function.name) has \(function.lineCount) lines, at most \(most); split it by verb")
      }
    }
    #expect(count > 1000, "the search for functions missed some: there are \(count)")
  }
}
