import Pictures
import Testing

/// How pictures become small, grey, and light on black.
@Suite("Preparing a picture")
struct PicturePreparationTests {
  /// A picture of greys, through a file.
  private func picture(rows: Int, columns: Int, _ shade: (Int, Int) -> UInt8) throws -> PNGPicture {
    let pixels = (0..<rows * columns).map { shade($0 / columns, $0 % columns) }
    return try PNGPicture(GrayPicture(rows: rows, columns: columns, pixels: pixels).png, name: "file")
  }

  @Test("nearest takes the pixel in the middle, area the mean")
  func resizing() throws {
    let ramp = try picture(rows: 1, columns: 6) { _, x in UInt8(40 * x) }
    #expect(PicturePreparation(inversion: .no).prepare(ramp, rows: 1, columns: 3).picture.pixels == [40, 120, 200])
    let area = PicturePreparation(resize: .area, inversion: .no)
    #expect(area.prepare(ramp, rows: 1, columns: 3).picture.pixels == [20, 100, 180])
    // Each new pixel covers one and a half: (0 + 40/2) / 1.5, (40/2 + 80) / 1.5, …
    #expect(area.prepare(ramp, rows: 1, columns: 4).picture.pixels == [13, 67, 133, 187])
    // Larger than it was: pixels are repeated.
    #expect(area.prepare(ramp, rows: 2, columns: 12).picture.pixels.prefix(4) == [0, 0, 40, 40])
  }

  @Test("a light border is inverted, a dark one is not, unless it is asked for")
  func inversion() throws {
    for (border, garment) in [(UInt8(250), UInt8(30)), (5, 200)] {
      let photograph = try picture(rows: 40, columns: 30) { y, x in
        (8..<32).contains(y) && (10..<20).contains(x) ? garment : border
      }
      let automatic = PicturePreparation().prepare(photograph, rows: 28, columns: 28)
      #expect(automatic.isInverted == (border > 127))
      #expect(automatic.borderMean == Double(border))
      #expect(automatic.picture.borderMean == (border > 127 ? 5 : 5))
      let plain = PicturePreparation(inversion: .no).prepare(photograph, rows: 28, columns: 28)
      #expect(!plain.isInverted && plain.picture.borderMean == Double(border))
      let forced = PicturePreparation(inversion: .yes).prepare(photograph, rows: 28, columns: 28)
      #expect(forced.isInverted && forced.picture == plain.picture.inverted)
    }
  }

  @Test("luminance weighs colours as Pillow's convert(\"L\") does")
  func luminance() throws {
    let kind = PNGKind(color: .rgb, depth: 8, isInterlaced: false)
    let picture = try PNGPicture(kind.file(width: 40, height: 33), name: "file")
    let seen = PicturePreparation(inversion: .no).prepare(picture, rows: 33, columns: 40).picture
    let expected = (0..<33 * 40).map { index in
      let pixel = kind.pixel(index / 40, index % 40)
      return UInt8((pixel[0] * 19595 + pixel[1] * 38470 + pixel[2] * 7471 + 0x8000) >> 16)
    }
    #expect(seen.pixels == expected)
  }

  @Test("what is transparent gets the shade that differs more from the rest")
  func background() throws {
    let kind = PNGKind(color: .grayAlpha, depth: 8, isInterlaced: false)
    let picture = try PNGPicture(kind.file(width: 20, height: 20), name: "file")
    let pixels = (0..<400).map { kind.pixel($0 / 20, $0 % 20) }
    let weight = pixels.reduce(0) { $0 + $1[3] }
    let mean = pixels.reduce(0) { $0 + $1[0] * $1[3] } / weight
    #expect(PicturePreparation().prepare(picture, rows: 20, columns: 20).backdrop == (mean > 127 ? 0 : 255))
    #expect(PicturePreparation(background: .ignore).prepare(picture, rows: 20, columns: 20).backdrop == nil)
  }
}
