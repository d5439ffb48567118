/// Keras' `Dropout`: in training each number is zero with probability `rate`, the others are divided by 1 − `rate`.
///
/// A seed in the file is accepted and not used: the masks are drawn from the seed of the run and the image's
/// number in the data set, so that they are the same for any number of ranks.
package struct Dropout: LayerDescription {
  /// The share of numbers that are zero, in 0..<1.
  package let rate: Double

  /// A layer with the given rate; an ``Architecture`` checks it.
  package init(rate: Double) {
    self.rate = rate
  }

  init(fields: inout LayerFields) throws(ArchitectureError) {
    let value = fields.take("rate")
    guard let rate = value?.real else { throw .unsupported("rate", value, Self.supportedRates) }
    self.rate = rate
    _ = fields.take("seed")
  }

  var layerClass: LayerClass { .dropout }

  func outputShape(for input: [Int]) throws(ArchitectureError) -> [Int] {
    guard 0 <= rate, rate < 1 else {
      throw ArchitectureError(field: "rate", found: "\(rate)", supported: Self.supportedRates)
    }
    return input
  }

  var kerasFields: [String: JSONValue] { ["rate": .number(rate)] }

  private static var supportedRates: String { "a number from 0 to below 1" }
}
