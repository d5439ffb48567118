import Encodings
import Foundation
import InputFiles
package import SystemPackage
import TextTables

/// Reading JSON files that this program has written.
package enum JSONFile {
  /// The value in the file `path`.
  ///
  /// - Throws: `inputMissing` if it cannot be read, `badData` if it has no such value.
  package static func read<Value: Decodable>(_ type: Value.Type, _ path: FilePath) throws(StorageError) -> Value {
    try value(type, Data(bytes(of: path)), path, "")
  }

  /// The records in the file `path` of a record a line, in order.
  ///
  /// A last line without its end, which a killed process leaves, is no record.
  ///
  /// - Throws: as `read(_:_:)`, naming the line.
  package static func readLines<Record: Decodable>(
    _ type: Record.Type, _ path: FilePath
  ) throws(StorageError) -> [Record] {
    try readLines(type, path) { fault throws(StorageError) in throw fault }
  }

  /// The same of a file that may be damaged, as a power failure leaves it: what is no record is left out.
  ///
  /// - Parameter damaged: is told each line that is no record.
  /// - Throws: `inputMissing` if the file cannot be read, and what `damaged` throws.
  package static func readLines<Record: Decodable>(
    _ type: Record.Type, _ path: FilePath, damaged: (StorageError) throws(StorageError) -> Void
  ) throws(StorageError) -> [Record] {
    var lines = try InputLines(path)
    var records: [Record] = []
    var number = 0
    while let line = try lines.next() {
      number += 1
      do throws(StorageError) {
        records.append(try value(type, Data(line), path, "line \(number): "))
      } catch {
        try damaged(error)
      }
    }
    return records
  }

  /// The largest file of one value: more than any configuration has.
  private static let largestSize = 1 << 24

  private static func bytes(of path: FilePath) throws(StorageError) -> [UInt8] {
    try reading { () throws(InputFileError) in try InputFile(path).rest(atMost: largestSize) }
  }

  private static func value<Value: Decodable>(
    _ type: Value.Type, _ json: Data, _ path: FilePath, _ place: String
  ) throws(StorageError) -> Value {
    do {
      return try JSONText.value(type, of: json)
    } catch {
      throw StorageError(
        .badData, path, "\(place)\(reason(error))",
        advice: "The file is damaged, or another version of the program wrote it; take it from a backup")
    }
  }

  /// Why a value could not be decoded, in one line: "\"epochs\" is no Int".
  package static func reason(_ error: any Error) -> String {
    func place(_ keys: [any CodingKey]) -> String { keys.map(\.stringValue).joined(separator: ".") }
    return switch error {
    case DecodingError.keyNotFound(let key, let context): "has no \(place(context.codingPath + [key]).quoted)"
    case DecodingError.typeMismatch(let type, let context):
      "\(place(context.codingPath).quoted) is no \(type)"
    case DecodingError.valueNotFound(_, let context): "\(place(context.codingPath).quoted) has no value"
    case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
      "\(place(context.codingPath).quoted) is not valid: \(context.debugDescription.printable())"
    default: "is not valid JSON"
    }
  }
}
