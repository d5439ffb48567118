import SystemPackage

/// Reading a whole file of bounded size.
enum PictureFile {
  /// The bytes of the regular file `path`.
  ///
  /// - Throws: `inputMissing` if it cannot be read, `badData` if it is too large for a picture.
  static func bytes(of path: FilePath) throws(PictureError) -> [UInt8] {
    do {
      // Opening a named pipe would otherwise wait for a writer, perhaps for ever.
      let file = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking])
      return try file.closeAfter {
        // Before asking for the size: of a folder, reading gives the clearer error.
        _ = try read(file, count: 1)
        let size = Int(try file.seek(offset: 0, from: .end))
        guard size <= PictureLimits.fileBytes else { throw tooLarge(path, size) }
        try file.seek(offset: 0, from: .start)
        return try read(file, count: size)
      }
    } catch let error as PictureError {
      throw error
    } catch {
      throw PictureError(.inputMissing, "\(path): cannot be read: \(error). Check the path and its permissions.")
    }
  }

  /// The next `count` bytes, or as many as there are.
  private static func read(_ file: FileDescriptor, count: Int) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let added = try unsafe bytes.withUnsafeMutableBytes {
        unsafe try file.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[filled...]))
      }
      if added == 0 { break }
      filled += added
    }
    return Array(bytes.prefix(filled))
  }

  private static func tooLarge(_ path: FilePath, _ size: Int) -> PictureError {
    PictureError(
      .badData, "\(path): has \(size) bytes, a picture may have at most \(PictureLimits.fileBytes). Make it smaller.")
  }
}
