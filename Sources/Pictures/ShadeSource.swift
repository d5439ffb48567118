/// The shades of a colour picture, worked out where they are asked for.
struct ShadeSource {
  private let picture: PNGPicture
  private let channel: PicturePreparation.Channel
  /// What is behind transparent pixels; nil if opacity does not count.
  private let backdrop: UInt8?

  init(_ picture: PNGPicture, channel: PicturePreparation.Channel, backdrop: UInt8?) {
    self.picture = picture
    self.channel = channel
    self.backdrop = backdrop
  }

  /// The pixel in the middle of each area.
  ///
  /// - Source: Pillow's `Image.resize` with `NEAREST` (`ImagingScaleAffine` in libImaging/Geometry.c), which Keras calls;
  ///   it adds up the steps, and so does this: the sums decide which of two pixels is the nearest.
  func nearest(rows: Int, columns: Int) -> GrayPicture {
    let (ys, xs) = (
      Self.centers(of: rows, in: picture.header.height), Self.centers(of: columns, in: picture.header.width)
    )
    let pixels = ys.flatMap { y in xs.map { x in shade(y, x) } }
    return GrayPicture(rows: rows, columns: columns, pixels: pixels)
  }

  private static func centers(of parts: Int, in length: Int) -> [Int] {
    let step = Double(length) / Double(parts)
    var center = step * 0.5
    return (0..<parts).map { _ in
      defer { center += step }
      return min(Int(center), length - 1)
    }
  }

  /// The mean over each area, pixels at its edges counting as far as they belong to it.
  ///
  /// Integers alone: a side is counted in parts of a pixel, as many as there are areas along it.
  func area(rows: Int, columns: Int) -> GrayPicture {
    let (height, width) = (picture.header.height, picture.header.width)
    let (ys, xs) = (Self.areas(of: height, rows), Self.areas(of: width, columns))
    var sums = [Int](repeating: 0, count: rows * columns)
    var rowSums = [Int](repeating: 0, count: columns)
    for y in 0..<height {
      for column in 0..<columns {
        rowSums[column] = xs[column].reduce(0) { sum, x in
          sum + Int(shade(y, x)) * Self.overlap(x, of: columns, column, of: width)
        }
      }
      for row in 0..<rows where ys[row].contains(y) {
        let high = Self.overlap(y, of: rows, row, of: height)
        for column in 0..<columns { sums[row * columns + column] += high * rowSums[column] }
      }
    }
    let whole = height * width
    return GrayPicture(rows: rows, columns: columns, pixels: sums.map { UInt8(($0 + whole / 2) / whole) })
  }

  /// For each of `parts` areas along a side the pixels that it touches.
  private static func areas(of length: Int, _ parts: Int) -> [Range<Int>] {
    (0..<parts).map { $0 * length / parts..<(($0 + 1) * length + parts - 1) / parts }
  }

  /// The parts that pixel `pixel`, of `parts` parts, and area `area`, of `length` parts, have in common.
  private static func overlap(_ pixel: Int, of parts: Int, _ area: Int, of length: Int) -> Int {
    min((pixel + 1) * parts, (area + 1) * length) - max(pixel * parts, area * length)
  }

  private func shade(_ y: Int, _ x: Int) -> UInt8 {
    let start = 4 * (y * picture.header.width + x)
    let opacity = Int(picture.pixels[start + 3])
    func sample(_ index: Int) -> Int {
      let value = Int(picture.pixels[start + index])
      guard let backdrop else { return value }
      return (value * opacity + Int(backdrop) * (255 - opacity) + 127) / 255
    }
    switch channel {
    case .luminance: return luminance(sample(0), sample(1), sample(2))
    case .red: return UInt8(sample(0))
    case .green: return UInt8(sample(1))
    case .blue: return UInt8(sample(2))
    }
  }
}

/// The lightness of a colour, as ITU-R BT.601 weighs it.
///
/// - Source: Pillow's `convert("L")` (libImaging/Convert.c), which Keras' `color_mode="grayscale"` calls.
private func luminance(_ red: Int, _ green: Int, _ blue: Int) -> UInt8 {
  UInt8((19595 * red + 38470 * green + 7471 * blue + 0x8000) >> 16)
}

extension PNGPicture {
  /// Whether any pixel is not fully opaque.
  var hasTransparency: Bool { stride(from: 3, to: pixels.count, by: 4).contains { pixels[$0] != 255 } }

  /// The mean luminance of the pixels, weighted by their opacity; 0 if there are none.
  var meanOpaqueLuminance: Int {
    var (sum, weight) = (0, 0)
    for start in stride(from: 0, to: pixels.count, by: 4) {
      let opacity = Int(pixels[start + 3])
      sum += opacity * Int(luminance(Int(pixels[start]), Int(pixels[start + 1]), Int(pixels[start + 2])))
      weight += opacity
    }
    return weight == 0 ? 0 : sum / weight
  }
}
