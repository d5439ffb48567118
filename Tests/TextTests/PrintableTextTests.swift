import Testing
import TextTables

@Suite("Text from outside") struct PrintableTextTests {
  @Test(
    "shows what would act on a terminal by its number",
    arguments: [
      ("plain", "plain"), ("\u{1B}[31mred", #"\u{1B}[31mred"#), ("a\r\nb\tc\0", #"a\r\nb\tc\0"#),
      ("\u{9B}2J", #"\u{9B}2J"#), ("\u{7F}", #"\u{7F}"#), ("\u{202E}gpj", #"\u{202E}gpj"#),
      ("\u{2028}\u{2066}\u{FEFF}", #"\u{2028}\u{2066}\u{FEFF}"#), ("é e\u{301} 鞋 👩‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿", "é e\u{301} 鞋 👩‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿"),
      ("می‌خواهم", "می‌خواهم"), (#"C:\a "b""#, #"C:\a "b""#), ("e\u{301}\u{1B}", "e\u{301}\\u{1B}"),
    ])
  func printable(text: String, shown: String) {
    #expect(text.printable() == shown)
  }

  @Test("is escaped in quotation marks")
  func quoted() {
    #expect(#"a "b" \ c"#.quoted == #""a \"b\" \\ c""#)
    #expect("\u{1B}".quoted == #""\u{1B}""#)
    #expect("".quoted == #""""#)
  }

  @Test("is cut between characters, and its length said")
  func cut() {
    #expect(String(repeating: "a", count: 9).printable(limit: 8) == "aaaaaaaa… (9 bytes)")
    #expect("aaaaaaaa".printable(limit: 8) == "aaaaaaaa")
    #expect("abc👩‍👩‍👧d".printable(limit: 5) == "abc… (\(3 + 18 + 1) bytes)")
    #expect("e\u{301}e\u{301}".shortened(to: 3) == "e\u{301}… (6 bytes)")
    let marks = "e" + String(repeating: "\u{301}", count: 1_000_000)
    #expect(marks.printable() == "… (2000001 bytes)")
  }

  @Test("keeps its lines where they are the program's own")
  func lines() {
    #expect("a\nb\u{1B}\r\n".printableLines == "a\nb\\u{1B}\\r\\n")
  }
}
