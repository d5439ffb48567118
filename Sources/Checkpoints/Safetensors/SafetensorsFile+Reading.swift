import Encodings
import InputFiles
import SystemLimits
package import SystemPackage

extension SafetensorsFile {
  /// The number of bytes before the header, which hold its length.
  private static var prefixBytes: Int { 8 }

  /// Reads the file `path`; every number in it is checked before memory is taken for what it announces.
  ///
  /// - Throws: `inputMissing` if it cannot be read, `badData` if it is no valid safetensors file, `memoryShortage` if
  ///   there is no room for its data.
  package init(reading path: FilePath) throws(StorageError) {
    let file = try reading { () throws(InputFileError) in try InputFile(path) }
    let headerBytes = try Self.headerLength(of: file)
    let dataBytes = (file.size ?? 0) - Self.prefixBytes - headerBytes
    guard dataBytes <= SafetensorsLimits.dataBytes else {
      throw .unreadable(path, "has \(dataBytes) bytes of data, expected at most \(SafetensorsLimits.dataBytes)")
    }
    // What was read is held once more as numbers, which take twice as much where they have 16 bits in the file.
    if let bound = AvailableMemory.shortage(of: 3 * dataBytes, in: AvailableMemory.current()) {
      throw StorageError(
        .memoryShortage, path, "takes \(ByteCount.text(3 * dataBytes)) of memory, but only \(bound.text)",
        advice: "Free memory, raise the limit, or use a machine with more")
    }
    let header = try SafetensorsHeader(try Self.read(file, headerBytes), dataByteCount: dataBytes, path: path)
    self.init(
      path: path, metadata: header.metadata, entries: header.entries, data: try Self.read(file, dataBytes))
  }

  private static func read(_ file: borrowing InputFile, _ count: Int) throws(StorageError) -> [UInt8] {
    let bytes: [UInt8]
    do { bytes = try file.next(count) } catch { throw StorageError(error) }
    guard bytes.count == count else {
      throw StorageError(
        .badData, file.path, "ends \(count - bytes.count) bytes before its size of \(file.size ?? 0) bytes",
        advice: "Another program seems to be changing it; try again when that is done")
    }
    return bytes
  }

  private static func headerLength(of file: borrowing InputFile) throws(StorageError) -> Int {
    let size = file.size ?? 0
    guard size >= prefixBytes else {
      let found = size == 0 ? "is empty" : "has only \(size) bytes"
      throw .unreadable(file.path, "\(found), expected at least \(prefixBytes) bytes and a header")
    }
    let length = LittleEndian.words(in: try read(file, prefixBytes), 0..<prefixBytes).reduce(0, +)
    guard length <= SafetensorsLimits.headerBytes else {
      throw .unreadable(
        file.path,
        "is no safetensors file: its first 8 bytes announce a header of \(length) bytes, "
          + "expected at most \(SafetensorsLimits.headerBytes)")
    }
    let available = size - prefixBytes
    guard length <= available else {
      throw .unreadable(file.path, "has \(available) bytes after its first 8, expected a header of \(length) bytes")
    }
    return Int(length)
  }
}
