import Crypto
import Encodings
import TextTables

/// Two digests in the metadata of a file: of its data region, and of everything else that its header says.
///
/// The format has no checksum of its own; with the seal any changed byte that matters is found on reading.
package enum ContentSeal {
  /// Metadata key: SHA-256 over the data region, in hexadecimal.
  static let contentKey = "content_sha256"
  /// Metadata key: SHA-256 over the rest of the header, in hexadecimal.
  static let headerKey = "header_sha256"

  /// `file` with both digests in its metadata.
  package static func sealed(_ file: SafetensorsFile) -> SafetensorsFile {
    var metadata = file.metadata
    metadata[contentKey] = Hexadecimal.text(SHA256.hash(data: file.data))
    metadata[headerKey] = headerDigest(metadata, file.entries)
    return SafetensorsFile(path: file.path, metadata: metadata, entries: file.entries, data: file.data)
  }

  /// Whether `file` has both digests; files of other programs have none.
  static func isPresent(in file: SafetensorsFile) -> Bool {
    file.metadata[contentKey] != nil && file.metadata[headerKey] != nil
  }

  /// Compares the digests that `file` has with its content.
  ///
  /// - Throws: `badData` if one differs.
  static func verify(_ file: SafetensorsFile) throws(StorageError) {
    if let header = file.metadata[headerKey] {
      try compare(header, headerDigest(file.metadata, file.entries), "header", file)
    }
    if let content = file.metadata[contentKey] {
      try compare(content, Hexadecimal.text(SHA256.hash(data: file.data)), "data", file)
    }
  }

  private static func compare(
    _ expected: String, _ found: String, _ part: String, _ file: SafetensorsFile
  ) throws(StorageError) {
    if found != expected {
      throw .unreadable(
        file.path, "is damaged: its \(part) has SHA-256 \(found), expected \(expected.quoted)")
    }
  }

  /// The digest of all metadata but the digest itself, and of all entries in file order.
  ///
  /// Every text is preceded by its length in bytes, so that no two headers give the same input.
  private static func headerDigest(_ metadata: [String: String], _ entries: [TensorEntry]) -> String {
    var hash = SHA256()
    func update(_ text: String) { hash.update(data: Array("\(text.utf8.count):\(text),".utf8)) }
    let pairs = metadata.filter { $0.key != headerKey }
      .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    update("\(pairs.count)")
    for (key, value) in pairs {
      update(key)
      update(value)
    }
    for entry in entries {
      update(entry.name)
      update(entry.elementType.rawValue)
      update("\(entry.shape)")
      update("\(entry.bytes.lowerBound)")
      update("\(entry.bytes.upperBound)")
    }
    return Hexadecimal.text(hash.finalize())
  }
}
