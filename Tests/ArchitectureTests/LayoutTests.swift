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

  @Test("no Swift file is longer than 300 lines, half are no longer than 150")
  func fileLengths() throws {
    let files = try SourceFile.all()
    #expect(files.count > 50, "the walk through Sources missed files")
    for file in files where file.code.count > 300 { file.fail("\(file.code.count) lines; split it by noun") }
    let lengths = files.map(\.code.count).sorted()
    let median = lengths[lengths.count / 2]
    #expect(median <= 150, "the median is \(median) lines")
  }
}
