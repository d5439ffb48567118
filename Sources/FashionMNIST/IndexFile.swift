import InputFiles
package import SystemPackage
import TextTables

/// A text file with image numbers, one a line or separated by commas.
package enum IndexFile {
  /// The largest file: the numbers of two million images.
  private static let largestSize = 1 << 24

  /// Reads the images that a file, or a pipe, names.
  ///
  /// Throws `.inputMissing` if it cannot be read; `.badData` unless it has at least one number, and each only once.
  package static func selection(reading path: FilePath) throws(DataError) -> ImageSelection {
    let bytes = try reading { () throws(InputFileError) in
      try InputFile(path, .fileOrPipe).rest(atMost: largestSize)
    }
    return try selection(String(decoding: bytes, as: UTF8.self), path: path)
  }

  static func selection(_ text: String, path: FilePath) throws(DataError) -> ImageSelection {
    var lines: [Int: Int] = [:]
    for (line, content) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      for word in content.split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
        guard let number = Int(word), (0..<Int(Int32.max)).contains(number) else {
          throw DataError(
            .badData,
            "\(path.printable), line \(line + 1): \(String(word).quoted), expected the number of an image, from 0"
          )
        }
        if let other = lines.updateValue(line + 1, forKey: number) {
          throw DataError(
            .badData,
            "\(path.printable), line \(line + 1): image \(number) once more, after line \(other); name each image once")
        }
      }
    }
    guard !lines.isEmpty else {
      throw DataError(
        .badData, "\(path.printable): names no image, expected the numbers of images, one a line or with commas")
    }
    return ImageSelection(lines.keys)
  }
}
