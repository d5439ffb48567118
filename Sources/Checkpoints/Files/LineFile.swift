import RunPhases
package import SystemPackage

/// A text file that only grows, line by line.
package final class LineFile: Sendable {
  /// The file's path.
  package let path: FilePath
  private let descriptor: FileDescriptor

  /// Opens the file `path` to write after its last byte; creates it if it is missing.
  ///
  /// - Throws: `cannotCreate`.
  package init(_ path: FilePath) throws(StorageError) {
    self.path = path
    let advice = "Choose another folder"
    descriptor = try withStorageError("cannot open the file for writing", path, .cannotCreate, advice: advice) {
      try FileDescriptor.open(
        path, .writeOnly, options: [.append, .create, .closeOnExec],
        permissions: [.ownerReadWrite, .groupReadWrite, .otherReadWrite])
    }
  }

  deinit {
    // `append` has reported every failure to write; closing has nothing to add.
    try? descriptor.close()
  }

  /// Writes `line` and a newline with one system call, so that lines of several writers never mix.
  ///
  /// - Throws: `inputOutput`.
  package func append(_ line: String) throws(StorageError) {
    let bytes = Array("\(line)\n".utf8)
    let advice = "Check the disk and its free space"
    try withStorageError("cannot append a line of \(bytes.count) bytes", path, .inputOutput, advice: advice) {
      // A second call follows only after a short write, which happens when the disk is full.
      try SystemCall.write(bytes, to: descriptor, in: .recording)
    }
  }
}
