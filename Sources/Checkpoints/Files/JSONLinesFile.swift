import Foundation
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
  /// Keys are sorted. JSON has no word for them, so "NaN", "Infinity" and "-Infinity" are written as strings:
  /// a diverged run is when its log matters most.
  ///
  /// - Throws: `inputOutput`; `badData` if `record` cannot be encoded.
  package func append(_ record: some Encodable) throws(StorageError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    let advice = "Report this as a fault of the program"
    let line = try withStorageError("cannot write a record as JSON", lines.path, .badData, advice: advice) {
      String(decoding: try encoder.encode(record), as: UTF8.self)
    }
    try lines.append(line)
  }
}
