import Testing
import TextTables

@Suite("Width of text") struct TextWidthTests {
  @Test(
    "is counted in columns of a terminal",
    arguments: [
      ("", 0), ("Bag", 3), ("é", 1), ("e\u{301}", 1), ("鞋", 2), ("ｱ", 1), ("Ａ", 2), ("가", 2), ("\u{1100}\u{1161}", 2),
      ("👟", 2), ("👩‍👩‍👧", 2), ("🇩🇪", 2), ("❤", 1), ("❤\u{FE0F}", 2), ("☔", 2), ("👍🏽", 2), ("1", 1), ("→", 1), ("█", 1),
    ])
  func columns(text: String, columns: Int) {
    #expect(text.columns == columns)
  }

  @Test("is kept to without splitting a character")
  func cut() {
    #expect("Sneaker 👟".cut(toColumns: 10) == "Sneaker 👟")
    #expect("Sneaker 👟".cut(toColumns: 9) == "Sneaker …")
    #expect("鞋鞋鞋".cut(toColumns: 4) == "鞋…")
    #expect("e\u{301}e\u{301}e\u{301}".cut(toColumns: 2) == "e\u{301}…")
    #expect("鞋".padded(toColumns: 4) == "鞋  ")
    #expect("鞋".padded(toColumns: 4, .right) == "  鞋")
  }

  @Test("aligns a table")
  func table() {
    var table = TextTable([("class", .left), ("n", .right)])
    for name in ["Bag", "鞋子", "👟", "cafe\u{301}"] { table.append([name, "1"]) }
    #expect(table.lines == ["class  n", "Bag    1", "鞋子   1", "👟     1", "cafe\u{301}   1"])
  }
}
