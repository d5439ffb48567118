import TextTables

/// The names of layers: Keras' rules, Keras' names for layers that have none, and other ones for those that are no part
/// of a tensor's name.
struct LayerNames {
  /// How many layers of a class have been given a name.
  private var given: [String: Int] = [:]
  private var taken: Set<String> = []
  private var renamed: [(from: String, to: String)] = []

  /// The name that Keras gives to the next nameless layer of a class: `conv2d`, `conv2d_1`, …
  mutating func next(className: String) -> String {
    let name = Self.snakeCase(className)
    let count = given[name, default: 0]
    given[name] = count + 1
    return count == 0 ? name : "\(name)_\(count)"
  }

  /// A layer's name in its file, and how deep it lies there.
  struct Place {
    let name: String
    /// The nested model that it is in; nil in the outermost.
    let model: String?
    /// How many nested models it is in.
    let depth: Int
  }

  /// The names that layers have here, in their order. Those of outer models come first: where a name is taken twice, it is
  /// the inner layer that gets another one.
  mutating func own(_ places: [Place]) -> [String] {
    var own = places.map(\.name)
    let order = places.indices.sorted { (places[$0].depth, $0) < (places[$1].depth, $1) }
    for index in order { own[index] = self.own(places[index].name, in: places[index].model) }
    return own
  }

  /// The name that a layer has here: its own, without "/", and in a nested model where that is taken, with the model's
  /// before it.
  ///
  /// - Parameter model: the nested model; nil in the outermost, where the same name twice stays a fault.
  private mutating func own(_ name: String, in model: String?) -> String {
    var own = Self.withoutSlash(name)
    if taken.contains(own), let model { own = Self.withoutSlash(model) + "_" + own }
    if own != name {
      let first = own
      var count = 0
      while taken.contains(own) {
        count += 1
        own = "\(first)_\(count)"
      }
      renamed.append((name, own))
    }
    taken.insert(own)
    return own
  }

  /// Says which layers have another name here; nothing where none has.
  var remarks: [String] {
    guard !renamed.isEmpty else { return [] }
    let list = renamed.prefix(4).map { "\($0.from.printable()) is \($0.to.printable())" }.joined(separator: ", ")
    let more = renamed.count > 4 ? " and \(renamed.count - 4) more" : ""
    return ["layers have other names here, which tensors can have: \(list)\(more)"]
  }

  /// A name with "_" in the place of "/".
  static func withoutSlash(_ name: String) -> String { name.replacing("/", with: "_") }

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
    for prefix in ["adam.", "sgd.", "rmsprop.", "ema."] where "\(name).".hasPrefix(prefix) {
      throw ArchitectureError(
        field: "name", found: name.quoted,
        supported: "names that are not \"\(prefix.dropLast())\" and do not start with \"\(prefix)\"")
    }
  }
}
