import CPNG

extension GrayPicture {
  /// The picture as a PNG file.
  package var png: [UInt8] { PNGWriter.file(pixels, width: columns, height: rows) }
}

/// Makes PNG files in memory.
enum PNGWriter {
  /// A file with 8 bits of grey for each pixel.
  ///
  /// - Precondition: there are `height` × `width` pixels, and at least one.
  static func file(_ pixels: [UInt8], width: Int, height: Int) -> [UInt8] {
    precondition(!pixels.isEmpty && pixels.count == width * height, "a picture of another size")
    // One byte before each row, at most 5 for 16 KB that cannot be compressed, 12 around each 8 KB; and the header.
    let raw = pixels.count + height
    var file = [UInt8](repeating: 0, count: raw + raw / 256 + 1024)
    var bytes = unsafe CPNG_Bytes()
    let isDone = unsafe file.withUnsafeMutableBufferPointer { target in
      unsafe bytes.target = target.baseAddress
      unsafe bytes.count = target.count
      return unsafe pixels.withUnsafeBufferPointer { source in
        unsafe source.baseAddress.map {
          unsafe CPNG_encode(&bytes, $0, UInt32(width), UInt32(height))
        } ?? false
      }
    }
    precondition(isDone, "libpng refuses a picture of \(width) x \(height)")
    return unsafe Array(file.prefix(bytes.offset))
  }
}
