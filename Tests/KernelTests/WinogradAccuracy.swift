import Support

/// How far a result of Winograd's filtering is from the exact one.
struct WinogradAccuracy: CustomStringConvertible {
  /// Relative to the rms, and to the largest, of the exact result.
  let rms: Double
  let largest: Double

  /// What a pass computes.
  enum Pass { case output, inputGradient, kernelGradient }

  init(_ found: [Float], from expected: [ReferenceSum]) {
    let values = expected.map(\.expected.value)
    let deviations = zip(found, values).map { Double($0) - $1 }
    func sumOfSquares(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 } }
    func largest(_ values: [Double]) -> Double { values.map(\.magnitude).max() ?? 0 }
    rms = (sumOfSquares(deviations) / sumOfSquares(values)).squareRoot()
    self.largest = largest(deviations) / largest(values)
  }

  /// Whether the errors are no larger than those that the kernels' documentation states, with some room for other numbers.
  func isAsDocumented(_ pass: Pass) -> Bool {
    switch pass {
    case .output: rms <= 1.2e-6 && largest <= 3e-6
    case .inputGradient: rms <= 1.5e-6 && largest <= 3.5e-6
    case .kernelGradient: rms <= 2e-6 && largest <= 2e-6
    }
  }

  var description: String { "\(Float(rms)) rms, \(Float(largest)) at most" }
}
