import TextTables

/// The names of layers: Keras' rules, and Keras' names for layers that have none.
struct LayerNames {
  /// How many layers of a class have been given a name.
  private var given: [String: Int] = [:]

  /// The name that Keras gives to the next nameless layer of a class: `conv2d`, `conv2d_1`, …
  mutating func next(className: String) -> String {
    let name = Self.snakeCase(className)
    let count = given[name, default: 0]
    given[name] = count + 1
    return count == 0 ? name : "\(name)_\(count)"
  }

  /// A class name as Keras writes it in names: `MaxPooling2D` is `max_pooling2d`, `ReLU` is `re_lu`.
  ///
  /// - Source: `to_snake_case` in Keras' utils/naming.py.
  static func snakeCase(_ className: String) -> String {
    className
      .replacing(/(.)([A-Z][a-z]+)/) { "\($0.output.1)_\($0.output.2)" }
      .replacing(/([a-z])([A-Z])/) { "\($0.output.1)_\($0.output.2)" }
      .lowercased()
  }

  /// Checks one name: it becomes part of tensor names, tables and paths.
  static func check(_ name: String) throws(ArchitectureError) {
    guard !name.isEmpty, !name.contains("/"), name.allSatisfy(\.isPrintable) else {
      throw ArchitectureError(
        field: "name", found: name.quoted,
        supported: "at least one character, no \"/\", no control characters")
    }
    // In a checkpoint "adam.m.conv2d.kernel" is a moment of "conv2d.kernel", and "ema.conv2d.kernel" its average.
    for prefix in ["adam.", "sgd.", "ema."] where "\(name).".hasPrefix(prefix) {
      throw ArchitectureError(
        field: "name", found: name.quoted,
        supported: "names that are not \"\(prefix.dropLast())\" and do not start with \"\(prefix)\"")
    }
  }
}
