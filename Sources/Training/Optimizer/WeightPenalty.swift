package import KernelInterface
package import Network

/// The sum of all L2 penalties, l2 · Σ w² of each tensor: part of the loss, in training and evaluation, as in Keras.
package struct WeightPenalty: Sendable {
  private let pieces: ParameterPieces
  private let sums: FloatBuffer
  private let kernels: any KernelSet.Type

  /// The floats of memory that the sum needs, shared by the ranks that share the parameters.
  static func roomNeeded(_ layout: ParameterLayout) -> Int { 2 * ParameterPieces(layout) { $0 > 0 }.pieces.count }

  /// Nil where nothing is penalised.
  ///
  /// - Parameter sums: as many floats as ``roomNeeded(_:)``.
  init?(_ layout: ParameterLayout, sums: FloatBuffer, kernels: any KernelSet.Type) {
    pieces = ParameterPieces(layout) { $0 > 0 }
    (self.sums, self.kernels) = (sums, kernels)
    if pieces.pieces.isEmpty { return nil }
  }

  /// Nil where nothing is penalised.
  package init?(_ network: Network) {
    self.init(
      network.layout, sums: FloatBuffer(count: Self.roomNeeded(network.layout)), kernels: network.kernels)
  }

  /// Sums the penalties of the floats of `range`, which begins with a block.
  func measure(parameters: FloatView, range: Range<Int>) {
    for number in pieces.numbers(in: range) {
      let piece = pieces.pieces[number]
      let view = parameters.slice(at: piece.range.lowerBound, count: piece.range.count)
      sums[double: number] = piece.l2 * kernels.sumSquares(PenalizedGradient(parameters: view, sum: view, scale: 1))
    }
  }

  /// The penalty, after all parameters were measured.
  var value: Double { pieces.total(sums) }

  /// The penalty of all parameters.
  package func value(of parameters: FloatView) -> Double {
    measure(parameters: parameters, range: 0..<parameters.count)
    return value
  }
}
