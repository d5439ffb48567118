/// Keras' `Dropout` and `SpatialDropout2D`: in training each number, or each channel of an image, is zero with probability
/// `rate`, the others are divided by 1 − `rate`.
package struct Dropout: LayerDescription {
  /// The share of numbers that are zero, in 0..<1.
  package let rate: Double
  /// The layer's own seed; nil draws from the run's.
  package let seed: UInt64?
  /// Whether all numbers of a channel share their fate.
  package let isSpatial: Bool

  /// A layer with the given rate; an ``Architecture`` checks it.
  package init(rate: Double, seed: UInt64? = nil, isSpatial: Bool = false) {
    self.rate = rate
    self.seed = seed
    self.isSpatial = isSpatial
  }

  init(isSpatial: Bool = false, fields: inout LayerFields) throws(ArchitectureError) {
    self.isSpatial = isSpatial
    if isSpatial { try fields.channelsLast() }
    let value = fields.take("rate")
    guard let rate = value?.real else { throw .unsupported("rate", value, Self.supportedRates) }
    self.rate = rate
    seed = try LayerFields.seed(fields.take("seed"))
  }

  var layerClass: LayerClass { isSpatial ? .spatialDropout2D : .dropout }

  func outputShape(for input: [Int]) throws(ArchitectureError) -> [Int] {
    guard 0 <= rate, rate < 1 else {
      throw ArchitectureError(field: "rate", found: "\(rate)", supported: Self.supportedRates)
    }
    if isSpatial { _ = try Requirement.image(input) }
    return input
  }

  func outputArithmetic(for input: [Int]) -> [String] {
    [
      isSpatial
        ? "output as the input, in training without some of its \(input.last ?? 0) channels" : "output as the input"
    ]
  }

  var kerasFields: [String: JSONValue] {
    var fields: [String: JSONValue] = ["rate": .number(rate)]
    fields["seed"] = seed.map(LayerFields.seed)
    return fields
  }

  private static var supportedRates: String { "a number from 0 to below 1" }
}
