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

  /// Writes `record` on a line of its own with one system call.
  ///
  /// - Throws: `inputOutput`; `badData` if `record` cannot be encoded.
  package func append(_ record: some Encodable) throws(StorageError) { try lines.append(text(record)) }

  /// The same for a record that may wait until the disk has room; see ``LineFile/append(_:orLater:)``.
  ///
  /// - Throws: `badData` if `record` cannot be encoded.
  package func append(_ record: some Encodable, orLater warn: (StorageError) -> Void) throws(StorageError) {
    lines.append(try text(record), orLater: warn)
  }

  private func text(_ record: some Encodable) throws(StorageError) -> String {
    let advice = "Report this as a fault of the program"
    return try withStorageError("cannot write a record as JSON", lines.path, .badData, advice: advice) {
      try JSONText.text(record)
    }
  }
}
