import Checkpoints
import InputFiles
import SystemPackage

/// A file that the user named for a result.
struct ResultFile {
  let path: FilePath

  init(_ path: String) { self.path = FilePath(path) }

  /// Throws before the work where its result could not be written: a folder has that name, or the file's folder is missing.
  func check() throws(StorageError) { try AtomicFile.check(path) }

  /// Writes the file, complete or not at all, and says on standard error what was written, and whether in place of an
  /// earlier file. What is no regular file is written to.
  func write(_ bytes: [UInt8]) throws(StorageError) {
    let kind = FileKind(path)
    try AtomicFile.write(bytes, to: path)
    let verb =
      switch kind {
      case nil: "wrote"
      case .regular?: "replaced"
      default: "wrote to"
      }
    StandardError.line("\(verb) \(path.printable), \((bytes.count + 999) / 1000) kB")
  }
}
