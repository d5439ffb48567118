import Checkpoints
import Foundation
import SystemPackage

/// A file that the user named for a result.
struct ResultFile {
  let path: FilePath

  init(_ path: String) { self.path = FilePath(path) }

  /// Writes the file, complete or not at all, and says on standard error what was written, and whether in place of an
  /// earlier file.
  func write(_ bytes: [UInt8]) throws(StorageError) {
    let isThere = FileManager.default.fileExists(atPath: path.string)
    try AtomicFile.write(bytes, to: path)
    StandardError.line("\(isThere ? "replaced" : "wrote") \(path), \((bytes.count + 999) / 1000) kB")
  }
}
