import RunPhases
import Synchronization
package import SystemPackage

/// A text file that only grows, line by line.
package final class LineFile: Sendable {
  /// The file's path.
  package let path: FilePath
  private let descriptor: FileDescriptor
  private let unwritten = Mutex(Unwritten())

  /// What a full disk did not take.
  private struct Unwritten {
    /// Whole lines.
    var bytes: [UInt8] = []
    /// Whether somebody has been told of them.
    var isKnown = false
  }

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
  /// - Throws: `inputOutput`; the line is then written before the next one.
  package func append(_ line: String) throws(StorageError) {
    let bytes = Array("\(line)\n".utf8)
    let advice = "Check the disk and its free space"
    try withStorageError("cannot append a line of \(bytes.count) bytes", path, .inputOutput, advice: advice) {
      try unwritten.withLock { unwritten in
        unwritten.bytes += bytes
        try writeWhole(unwritten.bytes)
        unwritten = Unwritten()
      }
    }
  }

  /// The same for a line that may wait until the disk has room: it is then written before the next one.
  ///
  /// - Parameter warn: is told once of lines that wait.
  package func append(_ line: String, orLater warn: (StorageError) -> Void) {
    do {
      try append(line)
    } catch {
      let isKnown = unwritten.withLock { unwritten in
        defer { unwritten.isKnown = true }
        return unwritten.isKnown
      }
      if !isKnown { warn(error) }
    }
  }

  /// Writes all of `bytes` or, where that fails, nothing.
  private func writeWhole(_ bytes: [UInt8]) throws {
    let size = try? descriptor.seek(offset: 0, from: .end)
    do {
      // A second call follows only after a short write, which happens when the disk is full.
      try SystemCall.write(bytes, to: descriptor, in: .recording)
    } catch {
      // A line that stands there in part would be in the way of the whole one. Where it cannot be taken back, the first
      // error is the one to report.
      if let size { try? descriptor.resize(to: size) }
      throw error
    }
  }
}
