import Encodings
import InputFiles
package import SystemPackage
import TextTables

/// A safetensors file in memory: named arrays and free text, checked on the way in and on the way out.
///
/// - Source: the format section of github.com/huggingface/safetensors, README.
package struct SafetensorsFile: Sendable {
  /// Where the file is, or is to be written; named in errors.
  package let path: FilePath
  /// Free text by name.
  package let metadata: [String: String]
  /// The tensors in file order, which is model order in files of this program.
  package let entries: [TensorEntry]
  /// The bytes of all tensors.
  package let data: [UInt8]

  /// A file to be written to `path` that holds `tensors` in this order.
  ///
  /// A tensor without elements may come back at another place among its neighbours without elements.
  ///
  /// - Throws: `badData` if names are repeated or reserved, a shape does not fit its values, or a limit is exceeded.
  package init(path: FilePath, tensors: [Tensor], metadata: [String: String]) throws(StorageError) {
    let entries = try Self.entries(path, tensors.map(\.outline))
    var data: [UInt8] = []
    data.reserveCapacity(entries.last?.bytes.upperBound ?? 0)
    for (tensor, entry) in zip(tensors, entries) {
      guard entry.bytes.count == 4 * tensor.values.count else {
        throw Self.refusal(
          path, "tensor \(tensor.name.quoted) has \(tensor.values.count) values, which do not fit shape \(tensor.shape)"
        )
      }
      LittleEndian.append(tensor.values, to: &data)
    }
    self.init(path: path, metadata: metadata, entries: entries, data: data)
  }

  /// A file of parts that fit each other.
  init(path: FilePath, metadata: [String: String], entries: [TensorEntry], data: [UInt8]) {
    self.path = path
    self.metadata = metadata
    self.entries = entries
    self.data = data
  }

  /// The numbers of the tensor that `entry` describes: those of F16, BF16 and F64 as single precision.
  ///
  /// - Throws: `badData` if they are of another type, or too large for single precision.
  package func tensor(_ entry: TensorEntry) throws(StorageError) -> Tensor {
    func error(_ problem: String) -> StorageError {
      StorageError(
        .badData, path, "tensor \(entry.name.quoted) \(problem)", advice: "Convert the file to float32")
    }
    guard let values = NumberBytes.values(entry.elementType, in: data, entry.bytes) else {
      throw error("has element type \(entry.elementType.rawValue), expected F32, F16, BF16 or F64")
    }
    if entry.elementType == .float64, let number = NumberBytes.firstTooLarge(in: data, entry.bytes) {
      throw error("holds \(number), more than single precision can")
    }
    return Tensor(name: entry.name, shape: entry.shape, values: values)
  }

  /// All tensors in file order.
  ///
  /// - Throws: as `tensor(_:)`.
  package func tensors() throws(StorageError) -> [Tensor] {
    var tensors: [Tensor] = []
    for entry in entries { tensors.append(try tensor(entry)) }
    return tensors
  }

  /// Which tensors have other numbers than this program computes with, and what becomes of them, as a sentence; nil if
  /// all have those.
  package var conversionRemark: String? {
    let types = Set(entries.map(\.elementType)).filter { $0 != .float32 && NumberBytes.canRead($0) }
    guard !types.isEmpty else { return nil }
    let names = types.map(\.rawValue).sorted().joined(separator: ", ")
    let count = entries.count { types.contains($0.elementType) }
    let rounding = types.contains(.float64) ? "; those of F64 are rounded" : ""
    return "\(path.printable): \(count) tensors of type \(names) are read as float32\(rounding)."
  }

  /// The bytes of the file, equal for equal tensors, metadata and version of Foundation.
  ///
  /// - Throws: `badData` if the header is too long.
  package func serialized() throws(StorageError) -> [UInt8] {
    try head() + data
  }

  /// The bytes before the data.
  private func head() throws(StorageError) -> [UInt8] {
    let header = try SafetensorsHeader(metadata: metadata, entries: entries).encoded(path: path)
    let length = UInt64(header.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + header
  }

  /// Writes the file to `path`, complete or not at all.
  ///
  /// - Parameter replacesLink: a link of that name gives way to the file, and what it leads to stays as it is.
  /// - Throws: as `AtomicFile.write(_:to:)` and `serialized()`.
  package func write(replacesLink: Bool = false) throws(StorageError) {
    try AtomicFile.write(parts: [try head(), data], to: path, replacesLink: replacesLink)
  }

  static func refusal(_ path: FilePath, _ problem: String) -> StorageError {
    StorageError(.badData, path, problem, advice: "Nothing was written; change the model")
  }
}
