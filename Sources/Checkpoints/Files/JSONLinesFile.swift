import Encodings
package import SystemPackage

/// A file of records, one JSON object a line, that only grows.
package struct JSONLinesFile: Sendable {
  private let lines: LineFile

  /// Opens the file `path` to write after its last record; creates it if it is missing.
  ///
  /// - Throws: `cannotCreate`.
  package init(_ path: FilePath) throws(StorageError) {
    lines = try LineFile(path)
  }

  /// Makes this process the only one that writes the file; see ``LineFile/lock()``.
  package func lock() -> Bool { lines.lock() }

  /// Writes `record` on a line of its own with one system call.
  ///
  /// - Throws: `inputOutput`; `badData` if `record` cannot be encoded.
  package func append(_ record: some Encodable) throws(StorageError) {
    let advice = "Report this as a fault of the program"
    let line = try withStorageError("cannot write a record as JSON", lines.path, .badData, advice: advice) {
      try JSONText.text(record)
    }
    try lines.append(line)
  }
}
