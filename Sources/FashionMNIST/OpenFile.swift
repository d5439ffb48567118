import SystemPackage

/// A file open for reading, closed when its owner goes.
struct OpenFile: ~Copyable {
  /// The file's path, for messages.
  let path: FilePath
  private let descriptor: FileDescriptor

  /// Opens `path`. Throws `.inputMissing` when there is no such file or it may not be read.
  init(_ path: FilePath) throws(DataError) {
    self.path = path
    do {
      descriptor = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
    } catch {
      throw Self.unreadable(path, error)
    }
  }

  deinit {
    // The file was only read: nothing can be lost by a failing close.
    try? descriptor.close()
  }

  /// Reads the next bytes into `buffer` and returns their number, 0 only at the end of the file.
  func read(into buffer: inout [UInt8]) throws(DataError) -> Int {
    do {
      return try unsafe buffer.withUnsafeMutableBytes { unsafe try descriptor.read(into: $0) }
    } catch {
      throw Self.unreadable(path, error)
    }
  }

  /// The file's size in bytes; leaves the reading position where it was.
  func size() throws(DataError) -> Int {
    do {
      let position = try descriptor.seek(offset: 0, from: .current)
      let end = try descriptor.seek(offset: 0, from: .end)
      try descriptor.seek(offset: position, from: .start)
      return Int(end)
    } catch {
      throw Self.unreadable(path, error)
    }
  }

  private static func unreadable(_ path: FilePath, _ error: any Error) -> DataError {
    DataError(.inputMissing, "\(path): cannot be read: \(error)")
  }
}
