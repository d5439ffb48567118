import SystemPackage
import TextTables

extension SafetensorsFile {
  /// Where tensors of such shapes lie in a file.
  ///
  /// - Throws: `badData` if names are repeated or reserved, or a limit is exceeded.
  static func entries(_ path: FilePath, _ outlines: [TensorOutline]) throws(StorageError) -> [TensorEntry] {
    var entries: [TensorEntry] = []
    var names: Set = [HeaderJSON.metadataKey]
    var end = 0
    for outline in outlines {
      guard names.insert(outline.name).inserted else {
        throw refusal(path, "tensor name \(outline.name.quoted) is repeated or reserved")
      }
      guard let byteCount = ElementType.float32.byteCount(shape: outline.shape), byteCount <= .max - end,
        outline.shape.count <= SafetensorsLimits.dimensions
      else {
        throw refusal(path, "tensor \(outline.name.quoted) of shape \(outline.shape) does not fit a file")
      }
      entries.append(
        TensorEntry(name: outline.name, elementType: .float32, shape: outline.shape, bytes: end..<end + byteCount))
      end += byteCount
    }
    guard entries.count <= SafetensorsLimits.tensors, end <= SafetensorsLimits.dataBytes else {
      throw refusal(
        path,
        "\(entries.count) tensors of \(end) bytes are too many, expected at most "
          + "\(SafetensorsLimits.tensors) of \(SafetensorsLimits.dataBytes) bytes")
    }
    return entries
  }

  /// The size of a sealed file with tensors of such shapes, in bytes, before there are numbers to put into it.
  ///
  /// - Throws: what writing it would throw for its content.
  static func byteCount(
    _ path: FilePath, _ outlines: [TensorOutline], metadata: [String: String]
  ) throws(StorageError) -> Int {
    let entries = try entries(path, outlines)
    let sealed = ContentSeal.sealed(SafetensorsFile(path: path, metadata: metadata, entries: entries, data: []))
    return try sealed.serialized().count + (entries.last?.bytes.upperBound ?? 0)
  }
}
