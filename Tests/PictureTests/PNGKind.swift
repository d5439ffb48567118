import CPNG
import Testing

/// A way to store pixels in a PNG file, and files of that kind, made by libpng.
struct PNGKind: Sendable, CustomTestStringConvertible {
  /// What a pixel consists of.
  enum Color: CaseIterable {
    case gray, grayAlpha, palette, rgb, rgbAlpha

    /// Numbers of a pixel.
    var samples: Int {
      switch self {
      case .gray, .palette: 1
      case .grayAlpha: 2
      case .rgb: 3
      case .rgbAlpha: 4
      }
    }

    var code: Int32 {
      switch self {
      case .gray: PNG_COLOR_TYPE_GRAY
      case .grayAlpha: PNG_COLOR_TYPE_GRAY_ALPHA
      case .palette: PNG_COLOR_TYPE_PALETTE
      case .rgb: PNG_COLOR_TYPE_RGB
      case .rgbAlpha: PNG_COLOR_TYPE_RGB_ALPHA
      }
    }

    /// How the header calls it.
    var name: String {
      switch self {
      case .gray: "gray"
      case .grayAlpha: "gray with alpha"
      case .palette: "palette"
      case .rgb: "RGB"
      case .rgbAlpha: "RGB with alpha"
      }
    }
  }

  let color: Color
  let depth: Int
  let isInterlaced: Bool

  var testDescription: String { "\(depth)-bit \(color.name)\(isInterlaced ? ", interlaced" : "")" }

  /// All that the standard has (table 11.1).
  static let all = Color.allCases.flatMap { color in
    let depths =
      switch color {
      case .gray: [1, 2, 4, 8, 16]
      case .palette: [1, 2, 4, 8]
      default: [8, 16]
      }
    return depths.flatMap { depth in [false, true].map { PNGKind(color: color, depth: depth, isInterlaced: $0) } }
  }

  /// The largest value of a sample.
  var largest: Int { (1 << depth) - 1 }

  /// A sample, which follows from its place: no two neighbours are the same unless there are only two values.
  func sample(_ y: Int, _ x: Int, _ index: Int) -> Int {
    let value = (y * 37 + x * 11 + index * 101) & min(largest, 255)
    return depth == 16 ? value * 257 : value
  }

  /// Colour `index` of the palette.
  static func color(_ index: Int) -> (red: Int, green: Int, blue: Int) {
    (index * 13 & 255, 255 - index * 7 & 255, index * 29 & 255)
  }

  /// Red, green, blue and opacity of a pixel, 8 bits each, as a reader must see it.
  func pixel(_ y: Int, _ x: Int) -> [Int] {
    let samples = (0..<color.samples).map { sample(y, x, $0) * 255 / largest }
    switch color {
    case .gray: return [samples[0], samples[0], samples[0], 255]
    case .grayAlpha: return [samples[0], samples[0], samples[0], samples[1]]
    case .palette:
      let (red, green, blue) = Self.color(sample(y, x, 0))
      return [red, green, blue, 255]
    case .rgb: return samples + [255]
    case .rgbAlpha: return samples
    }
  }

  /// A row as the file has it, before compression: samples one after another, the first in the highest bits.
  func row(_ y: Int, width: Int) -> [UInt8] {
    var (row, bits, count) = ([UInt8](), 0, 0)
    for x in 0..<width {
      for index in 0..<color.samples {
        bits = bits << depth | sample(y, x, index)
        count += depth
        while count >= 8 {
          row.append(UInt8(truncatingIfNeeded: bits >> (count - 8)))
          count -= 8
        }
        bits &= (1 << count) - 1
      }
    }
    return count == 0 ? row : row + [UInt8(truncatingIfNeeded: bits << (8 - count))]
  }

  /// A file of this kind.
  func file(width: Int, height: Int) -> [UInt8] {
    let sink = Sink()
    var png = unsafe png_create_write_struct(PNG_LIBPNG_VER_STRING, nil, nil, nil)
    var info = unsafe png_create_info_struct(png)
    unsafe png_set_write_fn(
      png, Unmanaged.passUnretained(sink).toOpaque(),
      { png, bytes, count in
        guard let target = unsafe png_get_io_ptr(png), let bytes = unsafe bytes else { return }
        unsafe Unmanaged<Sink>.fromOpaque(target).takeUnretainedValue().bytes +=
          UnsafeBufferPointer(start: bytes, count: count)
      }, nil)
    unsafe png_set_IHDR(
      png, info, UInt32(width), UInt32(height), Int32(depth), color.code,
      isInterlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_BASE, PNG_FILTER_TYPE_BASE)
    if color == .palette {
      let palette = (0...largest).map { index in
        let (red, green, blue) = Self.color(index)
        return png_color(red: UInt8(red), green: UInt8(green), blue: UInt8(blue))
      }
      unsafe png_set_PLTE(png, info, palette, Int32(palette.count))
    }
    unsafe png_write_info(png, info)
    for _ in 0..<(unsafe png_set_interlace_handling(png)) {
      for y in 0..<height { unsafe png_write_row(png, row(y, width: width)) }
    }
    unsafe png_write_end(png, nil)
    unsafe png_destroy_write_struct(&png, &info)
    return sink.bytes
  }

  private final class Sink {
    var bytes: [UInt8] = []
  }
}
