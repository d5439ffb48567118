import CPNG

extension GrayPicture {
  /// The picture as a PNG file.
  package var png: [UInt8] { PNGWriter.file(pixels, width: columns, height: rows, channels: 1) }
}

/// Makes PNG files in memory.
enum PNGWriter {
  /// A file with 8 bits for each of 1 (grey) or 3 (red, green, blue) samples of a pixel.
  ///
  /// - Precondition: there are `height` × `width` × `channels` samples, and at least one.
  static func file(_ samples: [UInt8], width: Int, height: Int, channels: Int) -> [UInt8] {
    precondition(!samples.isEmpty && samples.count == width * height * channels, "a picture of another size")
    // One byte before each row, at most 5 for 16 KB that cannot be compressed, 12 around each 8 KB; and the header.
    let raw = samples.count + height
    var file = [UInt8](repeating: 0, count: raw + raw / 256 + 1024)
    var bytes = unsafe CPNG_Bytes()
    let isDone = unsafe file.withUnsafeMutableBufferPointer { target in
      unsafe bytes.target = target.baseAddress
      unsafe bytes.count = target.count
      return unsafe samples.withUnsafeBufferPointer { source in
        unsafe source.baseAddress.map {
          unsafe CPNG_encode(&bytes, $0, UInt32(width), UInt32(height), Int32(channels))
        } ?? false
      }
    }
    precondition(isDone, "libpng refuses a picture of \(width) x \(height)")
    return unsafe Array(file.prefix(bytes.offset))
  }
}
