import TextTables

/// What kind of file of this program a safetensors file is, as its metadata says.
enum FileFormat: String {
  /// Weights, what the optimiser keeps of them, and the state of the run.
  case checkpoint = "lockstep-checkpoint 1"
  /// Weights and the state of the run.
  case model = "lockstep-model 1"

  /// Metadata key of the format.
  static let key = "format"
  /// How the names of all formats of this program begin, other versions included.
  static let prefix = "lockstep-"

  /// The format of `file`; nil for a file of another program.
  ///
  /// - Throws: `badData` if the version is unknown, if a digest is missing, or if one does not match.
  static func verified(_ file: SafetensorsFile) throws(StorageError) -> FileFormat? {
    guard let name = file.metadata[key], name.hasPrefix(prefix) else {
      try ContentSeal.verify(file)
      return nil
    }
    guard let format = FileFormat(rawValue: name) else {
      throw StorageError(
        .badData, file.path,
        "has the format \(name.quoted), expected \(checkpoint.rawValue.quoted) "
          + "or \(model.rawValue.quoted)", advice: "Use the version of the program that wrote it")
    }
    guard ContentSeal.isPresent(in: file) else {
      throw .unreadable(file.path, "has no \(ContentSeal.contentKey) or no \(ContentSeal.headerKey) in its metadata")
    }
    try ContentSeal.verify(file)
    return format
  }
}
