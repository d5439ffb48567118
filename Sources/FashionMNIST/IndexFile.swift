package import SystemPackage

/// A text file with image numbers, one a line or separated by commas.
package enum IndexFile {
  /// Reads the images that a file names.
  ///
  /// Throws `.inputMissing` if it cannot be read; `.badData` unless it has at least one number, and each only once.
  package static func selection(reading path: FilePath) throws(DataError) -> ImageSelection {
    let file = try OpenFile(path)
    var (bytes, chunk) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
    while case let count = try file.read(into: &chunk), count > 0 { bytes += chunk[..<count] }
    return try selection(String(decoding: bytes, as: UTF8.self), path: path)
  }

  static func selection(_ text: String, path: FilePath) throws(DataError) -> ImageSelection {
    var lines: [Int: Int] = [:]
    for (line, content) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      for word in content.split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
        guard let number = Int(word), (0..<Int(Int32.max)).contains(number) else {
          throw DataError(
            .badData,
            "\(path), line \(line + 1): \(String(word.prefix(40)).debugDescription), expected the number of an image, from 0"
          )
        }
        if let other = lines.updateValue(line + 1, forKey: number) {
          throw DataError(
            .badData, "\(path), line \(line + 1): image \(number) once more, after line \(other); name each image once")
        }
      }
    }
    guard !lines.isEmpty else {
      throw DataError(.badData, "\(path): names no image, expected the numbers of images, one a line or with commas")
    }
    return ImageSelection(lines.keys)
  }
}
