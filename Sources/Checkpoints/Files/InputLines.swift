import InputFiles
import SystemPackage

/// The lines of a file, read one after another: no more than a line and a chunk of it is in memory.
struct InputLines: ~Copyable {
  /// The longest line: a record of a thousand ranks has a hundredth of it.
  static let longestLine = 1 << 24
  private static let chunkBytes = 1 << 18

  private let file: InputFile
  private var chunk = [UInt8](repeating: 0, count: chunkBytes)
  /// The part of `chunk` that is read but not yet handed on.
  private var pending = 0..<0
  private var number = 0

  /// Opens the file `path`.
  ///
  /// - Throws: `inputMissing` if it cannot be opened, `badData` if it is no regular file.
  init(_ path: FilePath) throws(StorageError) {
    file = try reading { () throws(InputFileError) in try InputFile(path) }
  }

  /// The next line without its newline; nil at the end, also where a last line has none.
  ///
  /// - Throws: `badData` if it is longer than ``longestLine``, `inputMissing` if the system cannot read it.
  mutating func next() throws(StorageError) -> [UInt8]? {
    var line: [UInt8] = []
    number += 1
    while true {
      if let end = chunk[pending].firstIndex(of: UInt8(ascii: "\n")) {
        line += chunk[pending.lowerBound..<end]
        pending = end + 1..<pending.upperBound
        return line
      }
      line += chunk[pending]
      guard line.count <= Self.longestLine else { throw tooLong() }
      do { pending = 0..<(try file.read(into: &chunk)) } catch { throw StorageError(error) }
      if pending.isEmpty { return nil }
    }
  }

  private borrowing func tooLong() -> StorageError {
    StorageError(
      .badData, file.path, "line \(number): has more than \(Self.longestLine) bytes, too many for a record",
      advice: "The file is damaged, or of another program; take it from a backup")
  }
}
