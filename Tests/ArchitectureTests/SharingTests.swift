import Testing

/// The compiler checks what threads share, but for these types; a person has checked them, and says how.
@Suite("Sharing without the compiler's check")
struct SharingTests {
  @Test("only where the list says why")
  func onlyListedTypes() throws {
    for (file, line, name) in try unchecked() where UncheckedTypes.reasons[name] == nil {
      file.fail(line: line, "\(name) is shared without the compiler's check; say why in UncheckedTypes")
    }
  }

  @Test("the list names nothing that the compiler checks")
  func listIsCurrent() throws {
    let found = Set(try unchecked().map(\.name))
    #expect(UncheckedTypes.reasons.keys.filter { !found.contains($0) }.sorted() == [])
  }

  @Test("each docstring says who may write when")
  func docstrings() throws {
    for (file, line, name) in try unchecked() {
      let text = try file.docstring(before: line)
      let who = text.firstMatch(of: /\b(?:thread|worker|owner|rank|caller|nobody|never)/.ignoresCase())
      let what = text.firstMatch(of: /\b(?:writ|chang|set by|fill|book)/.ignoresCase())
      if who != nil && what != nil { continue }
      file.fail(line: line, "the docstring of \(name) does not say who may write when")
    }
  }

  /// Types and variables that are declared so, each with its file and line.
  private func unchecked() throws -> [(file: SourceFile, line: Int, name: String)] {
    try SourceFile.all().flatMap { file in
      file.matches(of: /\b(?:class|struct|enum|extension)\s+(\w+)[^{]*@unchecked\s+Sendable/).map {
        (file, $0.line, String($0.match.output.1))
      }
        + file.matches(of: /\bnonisolated\(unsafe\)[^=]*\b(?:var|let)\s+(\w+)/).map {
          (file, $0.line, String($0.match.output.1))
        }
    }
  }
}
