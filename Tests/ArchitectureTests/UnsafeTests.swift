import Testing

/// Strict memory safety marks each unsafe use with the word; these tests keep the marks in few places.
@Suite("Unsafe code")
struct UnsafeTests {
  /// The keyword, also as in `nonisolated(unsafe)`; the attribute `@unsafe` marks a declaration and uses nothing.
  private let pattern = /(?:^|[^@\w.])unsafe\b/

  @Test("only where the list says why")
  func onlyListedFiles() throws {
    for file in try SourceFile.all() where !UnsafeFiles.modules.contains(file.module) {
      guard let first = file.matches(of: pattern).first, UnsafeFiles.reasons[file.path] == nil else { continue }
      file.fail(line: first.line, "unsafe code outside of the files that may have it")
    }
  }

  @Test("the list names no file that needs nothing unsafe")
  func listIsCurrent() throws {
    let users = Set(try SourceFile.all().filter { !$0.matches(of: pattern).isEmpty }.map(\.path))
    #expect(UnsafeFiles.reasons.keys.filter { !users.contains($0) }.sorted() == [])
  }
}
