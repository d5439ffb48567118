import Pictures
import Testing

@Suite("Contact sheets")
struct ContactSheetTests {
  @Test(
    "stay pictures that others can read, however many pictures of whatever size are on them",
    arguments: [(1_980, 4_096, 1), (1, 4_096, 4_096), (300, 1_000, 1_000), (100_000, 3, 3), (8, 28, 28), (1, 1, 1)])
  func sizes(count: Int, rows: Int, columns: Int) throws {
    let one = GrayPicture(rows: rows, columns: columns, pixels: .init(repeating: 7, count: rows * columns))
    let sheet = ContactSheet(enlarging: .init(repeating: one, count: count)).picture
    #expect(sheet.rows <= 32_768 && sheet.pixels.count <= 1 << 25)
    #expect(sheet.pixels.count { $0 == 7 } >= count)
    #expect(try PNGPicture(sheet.png, name: "sheet").header.height == sheet.rows)
  }
}
