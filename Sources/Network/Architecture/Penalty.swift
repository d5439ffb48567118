/// What the loss gains by the size of a tensor's weights: l1 · Σ |w| + l2 · Σ w², Keras' regularisers.
package struct Penalty: Equatable, Sendable {
  package let l1: Double
  package let l2: Double

  package init(l1: Double = 0, l2: Double = 0) {
    self.l1 = l1
    self.l2 = l2
  }

  /// No penalty at all.
  package static let none = Penalty()

  /// Reads the value of a field such as `kernel_regularizer`: null, a name, or an object.
  init(_ value: JSONValue, field: String) throws(ArchitectureError) {
    guard value != .null else {
      self = .none
      return
    }
    let options = LayerFields.options(of: value)
    func number(_ name: String) -> Double? { options[name]?.real }
    switch LayerFields.className(of: value) {
    case "l2", "L2":
      if options.isEmpty || options.count == 1 && number("l2") != nil {
        self.init(l2: number("l2") ?? 0.01)
        return
      }
    case "l1", "L1":
      if options.isEmpty || options.count == 1 && number("l1") != nil {
        self.init(l1: number("l1") ?? 0.01)
        return
      }
    case "L1L2", "l1_l2":
      // Without its options it would have other defaults in each version of Keras.
      if options.count == 2, let l1 = number("l1"), let l2 = number("l2") {
        self.init(l1: l1, l2: l2)
        return
      }
    default: break
    }
    throw .unsupported(field, value, "L1, L2, L1L2 with l1 and l2, or null")
  }

  /// The value of a field as Keras writes it, nil for none.
  var json: JSONValue? {
    switch (l1, l2) {
    case (0, 0): nil
    case (0, _): LayerFields.object("keras.regularizers", "L2", ["l2": .number(l2)])
    case (_, 0): LayerFields.object("keras.regularizers", "L1", ["l1": .number(l1)])
    default: LayerFields.object("keras.regularizers", "L1L2", ["l1": .number(l1), "l2": .number(l2)])
    }
  }
}
