import Pictures
import Testing

/// Every kind of PNG file, and what is seen in it.
@Suite("PNG files")
struct PNGReaderTests {
  @Test("are read whatever their colours, depth and passes", arguments: PNGKind.all)
  func kinds(kind: PNGKind) throws {
    // One pixel, sizes that fill no byte and not every pass, and one with every value of a byte.
    for (height, width) in [(1, 1), (1, 3), (2, 1), (5, 7), (9, 13), (33, 40)] {
      let picture = try PNGPicture(kind.file(width: width, height: height), name: "\(kind.testDescription)")
      let header = picture.header
      #expect((header.width, header.height, header.bitDepth) == (width, height, kind.depth))
      #expect((header.colorType, header.isInterlaced) == (kind.color.name, kind.isInterlaced))
      for (index, channel) in [PicturePreparation.Channel.red, .green, .blue].enumerated() {
        let preparation = PicturePreparation(channel: channel, inversion: .no, background: .ignore)
        let seen = preparation.prepare(picture, rows: height, columns: width).picture
        let expected = (0..<height * width).map { UInt8(kind.pixel($0 / width, $0 % width)[index]) }
        #expect(seen.pixels == expected, "\(channel) of \(width) x \(height)")
      }
    }
  }

  @Test("show the background through transparent pixels", arguments: PNGKind.all)
  func opacity(kind: PNGKind) throws {
    let (height, width) = (9, 13)
    let picture = try PNGPicture(kind.file(width: width, height: height), name: "file")
    let preparation = PicturePreparation(channel: .red, inversion: .no, background: .white)
    let prepared = preparation.prepare(picture, rows: height, columns: width)
    let expected = (0..<height * width).map { index in
      let pixel = kind.pixel(index / width, index % width)
      return UInt8((pixel[0] * pixel[3] + 255 * (255 - pixel[3]) + 127) / 255)
    }
    #expect(prepared.picture.pixels == expected)
    #expect(prepared.backdrop == ([.grayAlpha, .rgbAlpha].contains(kind.color) ? 255 : nil))
  }

  @Test("may be as thin as a line or have 4,000 pixels a side", arguments: [(4000, 4000), (1, 4000), (4000, 1)])
  func sizes(height: Int, width: Int) throws {
    let kind = PNGKind(color: .palette, depth: 2, isInterlaced: true)
    let picture = try PNGPicture(kind.file(width: width, height: height), name: "file")
    for resize in PicturePreparation.Resize.allCases {
      let seen = PicturePreparation(resize: resize).prepare(picture, rows: 28, columns: 28).picture
      #expect((seen.rows, seen.columns) == (28, 28))
    }
  }

  @Test("that this program writes have the pixels that were given")
  func roundTrip() throws {
    let picture = GrayPicture(rows: 17, columns: 31, pixels: (0..<17 * 31).map { UInt8(truncatingIfNeeded: $0 * $0) })
    let read = try PNGPicture(picture.png, name: "file")
    #expect(read.header.summary == "31 x 17, 8-bit gray")
    let seen = PicturePreparation(inversion: .no).prepare(read, rows: 17, columns: 31)
    #expect(seen.picture == picture)
  }
}
