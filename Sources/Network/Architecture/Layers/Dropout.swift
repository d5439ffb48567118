/// Keras' `Dropout`: in training each number is zero with probability `rate`, the others are divided by 1 − `rate`.
package struct Dropout: LayerDescription {
  /// The share of numbers that are zero, in 0..<1.
  package let rate: Double
  /// The layer's own seed; nil draws from the run's.
  package let seed: UInt64?

  /// A layer with the given rate; an ``Architecture`` checks it.
  package init(rate: Double, seed: UInt64? = nil) {
    self.rate = rate
    self.seed = seed
  }

  init(fields: inout LayerFields) throws(ArchitectureError) {
    let value = fields.take("rate")
    guard let rate = value?.real else { throw .unsupported("rate", value, Self.supportedRates) }
    self.rate = rate
    seed = try LayerFields.seed(fields.take("seed"))
  }

  var layerClass: LayerClass { .dropout }

  func outputShape(for input: [Int]) throws(ArchitectureError) -> [Int] {
    guard 0 <= rate, rate < 1 else {
      throw ArchitectureError(field: "rate", found: "\(rate)", supported: Self.supportedRates)
    }
    return input
  }

  var kerasFields: [String: JSONValue] {
    var fields: [String: JSONValue] = ["rate": .number(rate)]
    fields["seed"] = seed.map(LayerFields.seed)
    return fields
  }

  private static var supportedRates: String { "a number from 0 to below 1" }
}
