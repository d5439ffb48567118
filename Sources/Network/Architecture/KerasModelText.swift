import Foundation

/// The text of a model, before anything in it is understood.
enum KerasModelText {
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
  /// How files begin that hold weights as well, by the kind of file.
  private static let archives: [(start: [UInt8], name: String)] = [
    ([0x50, 0x4B, 0x03, 0x04], "a .keras archive"), ([0x89, 0x48, 0x44, 0x46], "an HDF5 file (.h5)"),
  ]

  static func value(_ json: Data) throws(ArchitectureError) -> JSONValue {
    for archive in archives where json.starts(with: archive.start) {
      throw ArchitectureError(
        field: "the file", found: archive.name,
        supported: "what Keras' model.to_json() returns; Scripts/keras-import.py makes it, and the weights' file")
    }
    let text = json.starts(with: byteOrderMark) ? json.dropFirst(byteOrderMark.count) : json
    var value = try JSONValue(parsing: Data(text))
    // json.dump(model.to_json(), file) makes JSON of what is JSON already.
    if let inner = value.characters { value = try JSONValue(parsing: Data(inner.utf8)) }
    return value
  }
}
