import Foundation

/// What Keras computed in double precision; see Scripts/keras-golden.py.
struct GoldenValues: Decodable {
  /// Some elements of a tensor, and what tells about the others.
  struct Elements: Decodable, Sendable {
    let largest: Double
    let rms: Double
    let sum: Double
    let values: [Double]
  }

  struct Tensor: Decodable {
    let name: String
    let shape: [Int]
    /// The distance of the elements that are kept, the first of which is element 0.
    let stride: Int
    let firstGradient: Elements
    let weights: Elements
  }

  let source: String
  let model: String
  let seed: UInt64
  let images: Int
  let steps: Int
  let losses: [Double]
  let tensors: [Tensor]

  static func load() throws -> GoldenValues {
    guard
      let url = Bundle.module.url(
        forResource: "lab-001-five-adam-steps", withExtension: "json", subdirectory: "Golden")
    else { throw CocoaError(.fileNoSuchFile) }
    return try JSONDecoder().decode(GoldenValues.self, from: Data(contentsOf: url))
  }
}

/// How far a tensor is from Keras', in units of its largest element.
struct GoldenDeviation {
  /// Of the elements that are kept.
  let largest: Double
  let rms: Double
  /// The mean deviation of all elements, by their sum.
  let mean: Double

  init(_ found: [Float], from expected: GoldenValues.Elements, stride step: Int) {
    let deviations = zip(stride(from: 0, to: found.count, by: step), expected.values).map {
      (Double(found[$0]) - $1) / expected.largest
    }
    largest = deviations.map(\.magnitude).max() ?? 0
    rms = (deviations.reduce(0) { $0 + $1 * $1 } / Double(deviations.count)).squareRoot()
    let sum = found.reduce(0) { $0 + Double($1) }
    mean = (sum - expected.sum).magnitude / Double(found.count) / expected.largest
  }
}
