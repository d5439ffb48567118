import SystemPackage

/// A regular file open for reading from its beginning, with the size it had when it was opened.
struct InputFile: ~Copyable {
  /// The file's path.
  let path: FilePath
  /// The file's size.
  let byteCount: Int
  private let descriptor: FileDescriptor

  /// Opens the file `path`.
  ///
  /// - Throws: `inputMissing` if it cannot be opened, `badData` if it is a folder, a pipe or a device.
  init(_ path: FilePath) throws(StorageError) {
    let pathAdvice = "Check the path and its permissions"
    let descriptor = try attempt("cannot open the file", path, .inputMissing, advice: pathAdvice) {
      // Opening a named pipe would otherwise wait for a writer, perhaps for ever.
      try FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking])
    }
    do throws(StorageError) {
      byteCount = try Self.size(of: descriptor, path)
    } catch {
      // The size is the fault to report, and nothing was written that closing could lose.
      try? descriptor.close()
      throw error
    }
    self.path = path
    self.descriptor = descriptor
  }

  deinit {
    // Nothing was written that closing could lose.
    try? descriptor.close()
  }

  /// The next `count` bytes.
  ///
  /// - Throws: `badData` if the file ends before, `inputOutput` if the system cannot read it.
  func read(count: Int) throws(StorageError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let added = try attempt("cannot read the file", path, .inputOutput, advice: "Check the disk") {
        try unsafe bytes.withUnsafeMutableBytes { buffer in
          unsafe try descriptor.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
        }
      }
      guard added > 0 else {
        throw StorageError(
          .badData, path, "ends \(count - filled) bytes before its size of \(byteCount) bytes",
          advice: "Another program seems to be changing it; try again when that is done")
      }
      filled += added
    }
    return bytes
  }

  private static func size(of descriptor: FileDescriptor, _ path: FilePath) throws(StorageError) -> Int {
    let size = try attempt("cannot get the file's size", path, .inputOutput, advice: "Check the disk") {
      try SystemCall.regularFileSize(descriptor)
    }
    guard let size else {
      throw StorageError(
        .badData, path, "is a folder, a pipe or a device, expected a regular file", advice: "Name a file")
    }
    return size
  }
}
