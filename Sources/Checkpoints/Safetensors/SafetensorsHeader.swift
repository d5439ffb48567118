import Encodings
import Foundation
import SystemPackage
import TextTables

/// The checked header of a safetensors file: metadata, and tensors that fill the data region without hole or overlap.
///
/// - Source: the format section of github.com/huggingface/safetensors, README, and `Metadata::validate` in `tensor.rs`.
struct SafetensorsHeader {
  /// Free text by name.
  let metadata: [String: String]
  /// The tensors in the order of their bytes; those without bytes come by name where they share a place.
  let entries: [TensorEntry]

  /// Reads the header `bytes` of the file `path`, whose data region has `dataByteCount` bytes.
  ///
  /// - Throws: `badData`.
  init(_ bytes: [UInt8], dataByteCount: Int, path: FilePath) throws(StorageError) {
    let json = try Self.parse(bytes, path)
    guard json.tensors.count <= SafetensorsLimits.tensors else {
      throw .unreadable(path, "has \(json.tensors.count) tensors, expected at most \(SafetensorsLimits.tensors)")
    }
    var entries: [TensorEntry] = []
    for (name, tensor) in json.tensors { entries.append(try Self.entry(name, tensor, path)) }
    entries.sort {
      ($0.bytes.lowerBound, $0.bytes.upperBound, $0.name) < ($1.bytes.lowerBound, $1.bytes.upperBound, $1.name)
    }
    var end = 0
    for entry in entries {
      guard entry.bytes.lowerBound == end else {
        throw .unreadable(
          path,
          "tensor \(entry.name.quoted) starts at data byte \(entry.bytes.lowerBound), expected \(end), "
            + "where the one before it ends")
      }
      end = entry.bytes.upperBound
    }
    guard end == dataByteCount else {
      throw .unreadable(path, "has \(dataByteCount) bytes of data, expected \(end), where the last tensor ends")
    }
    self.metadata = json.metadata ?? [:]
    self.entries = entries
  }

  /// A header for tensors of this program.
  init(metadata: [String: String], entries: [TensorEntry]) {
    self.metadata = metadata
    self.entries = entries
  }

  /// The header as the file holds it, keys sorted, padded with spaces to a multiple of 8 bytes.
  ///
  /// - Throws: `badData` if it is longer than `SafetensorsLimits.headerBytes`.
  func encoded(path: FilePath) throws(StorageError) -> [UInt8] {
    var tensors: [String: HeaderJSON.TensorJSON] = [:]
    for entry in entries {
      tensors[entry.name] = HeaderJSON.TensorJSON(
        dtype: entry.elementType.rawValue, shape: entry.shape,
        dataOffsets: [entry.bytes.lowerBound, entry.bytes.upperBound])
    }
    let json = HeaderJSON(metadata: metadata.isEmpty ? nil : metadata, tensors: tensors)
    var bytes = try withStorageError("cannot write the header as JSON", path, .badData, advice: "Use other names") {
      Array(try JSONText.text(json).utf8)
    }
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - bytes.count % 8) % 8))
    guard bytes.count <= SafetensorsLimits.headerBytes else {
      throw StorageError(
        .badData, path, "needs a header of \(bytes.count) bytes, expected at most \(SafetensorsLimits.headerBytes)",
        advice: "Use shorter names and metadata")
    }
    return bytes
  }

  private static func parse(_ bytes: [UInt8], _ path: FilePath) throws(StorageError) -> HeaderJSON {
    // Blanks before it are against the format's text, but its reference implementation takes them.
    guard bytes.first(where: { !" \t\n\r".utf8.contains($0) }) == UInt8(ascii: "{") else {
      throw .unreadable(path, "is no safetensors file: its header does not start with '{'")
    }
    // Without this check a parser may guess UTF-16 or repair the text.
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw .unreadable(path, "its header is not UTF-8 text")
    }
    let scan = try HeaderScan(bytes, path: path)
    let json: HeaderJSON
    do {
      json = try JSONDecoder().decode(HeaderJSON.self, from: Data(bytes))
    } catch {
      throw .unreadable(path, "its header is not as the format says: \(explanation(of: error))")
    }
    guard scan.keyCount == json.keyCount else {
      throw .unreadable(
        path, "its header has \(scan.keyCount) keys, expected \(json.keyCount): one is repeated or unknown")
    }
    return json
  }

  private static func entry(
    _ name: String, _ json: HeaderJSON.TensorJSON, _ path: FilePath
  ) throws(StorageError) -> TensorEntry {
    let tensor = "tensor \(name.quoted)"
    guard json.shape.count <= SafetensorsLimits.dimensions else {
      throw .unreadable(
        path, "\(tensor) has \(json.shape.count) dimensions, expected at most \(SafetensorsLimits.dimensions)")
    }
    guard let elementType = ElementType(rawValue: json.dtype) else {
      throw .unreadable(path, "\(tensor) has the unknown element type \(json.dtype.quoted), expected one like \"F32\"")
    }
    guard json.dataOffsets.count == 2, let first = json.dataOffsets.first, let last = json.dataOffsets.last,
      first <= last
    else {
      let found = "\(json.dataOffsets)".shortened(to: 80)
      throw .unreadable(path, "\(tensor) has data_offsets \(found), expected its first byte and its end")
    }
    guard let expected = elementType.byteCount(shape: json.shape) else {
      throw .unreadable(
        path, "\(tensor) of shape \(json.shape) and type \(json.dtype) has no size that can be counted in bytes")
    }
    guard expected == last - first else {
      throw .unreadable(
        path, "\(tensor) has \(last - first) bytes, expected \(expected) for shape \(json.shape) and type \(json.dtype)"
      )
    }
    return TensorEntry(name: name, elementType: elementType, shape: json.shape, bytes: first..<last)
  }

  private static func explanation(of error: any Error) -> String {
    let context: DecodingError.Context
    switch error as? DecodingError {
    case .dataCorrupted(let found), .keyNotFound(_, let found): context = found
    case .typeMismatch(_, let found), .valueNotFound(_, let found): context = found
    default: return "\(error)".printable()
    }
    let place = context.codingPath.map(\.stringValue).joined(separator: " / ")
    let problem = context.debugDescription.printable()
    return place.isEmpty ? problem : "at \(place.quoted): \(problem)"
  }
}
