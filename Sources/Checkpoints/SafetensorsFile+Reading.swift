import SystemLimits
package import SystemPackage

extension SafetensorsFile {
  /// The number of bytes before the header, which hold its length.
  private static var prefixBytes: Int { 8 }

  /// Reads the file `path`; every number in it is checked before memory is taken for what it announces.
  ///
  /// - Throws: `inputMissing` if it cannot be opened, `badData` if it is no valid safetensors file,
  ///   `inputOutput` if the system cannot read it.
  package init(reading path: FilePath) throws(StorageError) {
    let file = try InputFile(path)
    let headerBytes = try Self.headerLength(of: file)
    let dataBytes = file.byteCount - Self.prefixBytes - headerBytes
    guard dataBytes <= SafetensorsLimits.dataBytes else {
      throw .unreadable(path, "has \(dataBytes) bytes of data, expected at most \(SafetensorsLimits.dataBytes)")
    }
    let header = try SafetensorsHeader(try file.read(count: headerBytes), dataByteCount: dataBytes, path: path)
    // What was read is held once more as numbers.
    if let bound = AvailableMemory.shortage(of: 2 * dataBytes, in: AvailableMemory.current()) {
      throw StorageError(
        .badData, path, "takes \(ByteCount.text(2 * dataBytes)) of memory, but only \(bound.text)",
        advice: "Free memory, raise the limit, or use a machine with more")
    }
    self.init(
      path: path, metadata: header.metadata, entries: header.entries, data: try file.read(count: dataBytes))
  }

  private static func headerLength(of file: borrowing InputFile) throws(StorageError) -> Int {
    guard file.byteCount >= prefixBytes else {
      let found = file.byteCount == 0 ? "is empty" : "has only \(file.byteCount) bytes"
      throw .unreadable(file.path, "\(found), expected at least \(prefixBytes) bytes and a header")
    }
    let length = try file.read(count: prefixBytes).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= SafetensorsLimits.headerBytes else {
      throw .unreadable(
        file.path,
        "is no safetensors file: its first 8 bytes announce a header of \(length) bytes, "
          + "expected at most \(SafetensorsLimits.headerBytes)")
    }
    let available = file.byteCount - prefixBytes
    guard length <= available else {
      throw .unreadable(file.path, "has \(available) bytes after its first 8, expected a header of \(length) bytes")
    }
    return Int(length)
  }
}
