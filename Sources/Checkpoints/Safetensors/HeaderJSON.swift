import Foundation

/// The header of a safetensors file as JSON: tensors by name, and text by name under `__metadata__`.
struct HeaderJSON: Codable {
  /// The description of one tensor.
  struct TensorJSON: Codable {
    /// The name of the element type.
    let dtype: String
    /// The length of each dimension.
    let shape: [Int]
    /// The first byte in the data region and the one after the last.
    let dataOffsets: [Int]

    private enum CodingKeys: String, CodingKey {
      case dtype, shape
      case dataOffsets = "data_offsets"
    }
  }

  /// The name that no tensor can have.
  static let metadataKey = "__metadata__"

  /// Free text by name; nil if the header has none.
  let metadata: [String: String]?
  /// Whether the header says that it has none: then that is a key too.
  private(set) var isMetadataNull = false
  /// The tensors by name.
  let tensors: [String: TensorJSON]

  init(metadata: [String: String]?, tensors: [String: TensorJSON]) {
    self.metadata = metadata
    self.tensors = tensors
  }

  /// The number of keys that such a header has when none is repeated: four per tensor with its name.
  var keyCount: Int { 4 * tensors.count + (metadata.map { $0.count + 1 } ?? (isMetadataNull ? 1 : 0)) }

  // MARK: Codable, by hand because the keys are names from the file

  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Name.self)
    var metadata: [String: String]?
    var tensors: [String: TensorJSON] = [:]
    var isMetadataNull = false
    for name in container.allKeys {
      if name.stringValue == Self.metadataKey, try container.decodeNil(forKey: name) {
        isMetadataNull = true
      } else if name.stringValue == Self.metadataKey {
        metadata = try container.decode([String: String].self, forKey: name)
      } else {
        tensors[name.stringValue] = try container.decode(TensorJSON.self, forKey: name)
      }
    }
    self.init(metadata: metadata, tensors: tensors)
    self.isMetadataNull = isMetadataNull
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Name.self)
    try container.encodeIfPresent(metadata, forKey: Name(stringValue: Self.metadataKey))
    for (name, tensor) in tensors { try container.encode(tensor, forKey: Name(stringValue: name)) }
  }
}
