import Pictures
import Testing

/// Pictures as text, and pictures of pictures.
@Suite("Pictures to look at")
struct TerminalPictureTests {
  private let picture = GrayPicture(rows: 3, columns: 2, pixels: [0, 255, 128, 60, 255, 0])

  @Test("plain ones have five shades and no control character")
  func plain() {
    let lines = TerminalPicture(picture, style: .plain).lines
    #expect(lines == ["  ██", "▒▒░░", "██  "])
  }

  @Test("coloured ones have two rows of pixels a line")
  func colored() {
    let lines = TerminalPicture(picture, style: .colored).lines
    #expect(lines.count == 2)
    #expect(lines[0] == "\u{1B}[38;5;16;48;5;244m▀\u{1B}[38;5;231;48;5;237m▀\u{1B}[0m")
    #expect(lines[1] == "\u{1B}[38;5;231;48;5;16m▀\u{1B}[38;5;16;48;5;16m▀\u{1B}[0m")
  }

  @Test("side by side, each stands under its title, and no line ends with spaces")
  func sideBySide() {
    let pictures = [picture, picture].map { TerminalPicture($0, style: .plain) }
    #expect(pictures.map(\.width) == [4, 4])
    let lines = pictures.sideBySide(titles: ["a shirt", "x"])
    #expect(lines == ["a shirt  x", "  ██       ██", "▒▒░░     ▒▒░░", "██       ██"].map { $0.trimmed })
    #expect([TerminalPicture]().sideBySide(titles: []) == [])
  }

  @Test("larger: each pixel becomes a square; smaller: the mean of one")
  func sizes() {
    #expect(picture.enlarged(by: 1) == picture)
    let larger = picture.enlarged(by: 2)
    #expect((larger.rows, larger.columns) == (6, 4))
    #expect(larger.pixels.prefix(12) == [0, 0, 255, 255, 0, 0, 255, 255, 128, 128, 60, 60])
    #expect(larger.reduced(toFit: 3) == picture)
    #expect(picture.reduced(toFit: 3) == picture)
    // Squares of 2 × 2: the lower one is cut.
    #expect(picture.reduced(toFit: 2) == GrayPicture(rows: 2, columns: 1, pixels: [111, 128]))
  }

  @Test("a sheet has every picture in its place, and a frame around it")
  func sheet() {
    let black = GrayPicture(rows: 1, columns: 1, pixels: [0])
    let sheet = ContactSheet([black, black.inverted, black], columns: 2).picture
    let frame = UInt8(96)
    #expect((sheet.rows, sheet.columns) == (5, 5))
    #expect(sheet.pixels[5..<10] == [frame, 0, frame, 255, frame])
    #expect(sheet.pixels[15..<20] == [frame, 0, frame, frame, frame])
    let enlarged = ContactSheet(enlarging: [black, black]).picture
    #expect((enlarged.rows, enlarged.columns) == (170, 339))
  }
}

extension String {
  /// Without spaces at the end.
  fileprivate var trimmed: String { String(reversed().drop { $0 == " " }.reversed()) }
}
