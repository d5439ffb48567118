import Testing

/// In a module whose files depend on each other in a circle, none of them can be read before the others.
@Suite("Circles of files")
struct FileCircleTests {
  @Test("the program's files depend on each other in no circle")
  func program() throws {
    let dependencies = FileDependencies(try SourceFile.all().filter { $0.module == "lockstep" })
    #expect(dependencies.edges.count > 50, "the walk missed dependencies")
    guard let circle = dependencies.circle else { return }
    let steps = zip(circle, circle.dropFirst() + [circle[0]]).map { file, next in
      "\(file) uses \(dependencies.edges[file]?[next] ?? "?") of \(next)"
    }
    Issue.record("a circle of \(circle.count) files:\n\(steps.joined(separator: "\n"))")
  }

  private static func file(_ name: String, _ text: String) -> SourceFile { SourceFile(path: name, text: text) }

  @Test("a circle is found by types, and by members that files add to types from elsewhere")
  func found() {
    let (a, b) = (Self.file("A", "struct A {\n  let b: B\n}"), Self.file("B", "enum B {\n  case a(A)\n}"))
    #expect(FileDependencies([a, b]).circle == ["A", "B"])
    let text = Self.file("B", "enum B {\n  // A alone is no use of it\n  static let a = \"A\"\n}")
    #expect(FileDependencies([a, text]).circle == nil)
    let making = Self.file("C", "struct C {\n  let page = Page(1)\n}")
    let adding = Self.file("P", "extension Page {\n  init(_ number: Int) { self.init(D()) }\n}")
    let closing = Self.file("D", "struct D {\n  typealias Owner = C\n}")
    #expect(FileDependencies([making, adding, closing]).circle == ["C", "P", "D"])
    let own = Self.file("P", "extension Page {\n  fileprivate init(_ number: Int) { self.init(D()) }\n}")
    #expect(FileDependencies([making, own, closing]).circle == nil)
  }
}
