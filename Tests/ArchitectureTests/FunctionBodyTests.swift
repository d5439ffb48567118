import Testing

@Suite("Lengths of functions")
struct FunctionBodyTests {
  @Test("are counted from the declaration to the closing brace")
  func lengths() {
    let source = """
      protocol P {
        func required(_ body: () -> Void)
        init()
      }
      struct S {
        @inline(never) package static func one() -> Int { 1 }
        init(_ body: () -> Void = { print("}") }) {
          self.init()
          body()
        }
        func three<T>(
          _ t: T
        ) throws -> T where T: P {
          if true { .init() }
        }
        subscript(index: Int) -> Int { index }
        deinit {
          done()
        }
      }
      """
    let found = FunctionBody.all(in: CodeText.lines(of: source)).map { "\($0.line) \($0.name) \($0.lineCount)" }
    #expect(found == ["6 func one 1", "7 init 4", "11 func three 5", "16 subscript 1", "17 deinit 3"])
  }
}
