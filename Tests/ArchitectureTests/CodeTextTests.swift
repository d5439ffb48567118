import Testing

@Suite("Code without comments and strings")
struct CodeTextTests {
  @Test(
    "blanks comments and literals, keeps code",
    arguments: [
      ("let a = 1 // unsafe", "let a = 1"),
      ("/// unsafe", ""),
      ("a /* unsafe /* twice */ unsafe */ b", "a b"),
      (#"print("unsafe") + b"#, "print( ) + b"),
      (#"f("\" unsafe", c)"#, "f( , c)"),
      (#"f("http://unsafe", c)"#, "f( , c)"),
      (#"f("\(unsafe g("unsafe")) unsafe")"#, "f( unsafe g( ) )"),
      (##"f(#"unsafe " \(unsafe)"#, c)"##, "f( , c)"),
      (##"f(#"\#(unsafe) "#, c)"##, "f( unsafe , c)"),
      ("#if DEBUG", "#if DEBUG"),
      (#"f("", "unsafe")"#, "f( , )"),
    ])
  func blanks(source: String, code: String) {
    #expect(CodeText.lines(of: source).map(compressed) == [code])
  }

  @Test("keeps line numbers")
  func lineNumbers() {
    let source = "a\n/* unsafe\nunsafe */ b\n\"\"\"\nunsafe \\(c)\nunsafe \"quoted\"\n\"\"\" + d\ne // unsafe\n"
    #expect(CodeText.lines(of: source).map(compressed) == ["a", "", "b", "", "c", "", "+ d", "e", ""])
  }

  private func compressed(_ line: Substring) -> String { line.split(separator: " ").joined(separator: " ") }
}
