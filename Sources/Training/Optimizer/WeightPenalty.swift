package import KernelInterface
package import Network

/// The sum of all penalties, l1 · Σ |w| + l2 · Σ w² of each tensor: part of the loss, in training and evaluation, as in Keras.
package struct WeightPenalty: Sendable {
  private let pieces: ParameterPieces
  private let sums: FloatBuffer
  private let kernels: any KernelSet.Type

  /// The floats of memory that the sum needs, shared by the ranks that share the parameters.
  static func roomNeeded(_ layout: ParameterLayout) -> Int { 2 * ParameterPieces(layout) { $0 != .none }.pieces.count }

  /// Nil where nothing is penalised.
  ///
  /// - Parameter sums: as many floats as ``roomNeeded(_:)``.
  init?(_ layout: ParameterLayout, sums: FloatBuffer, kernels: any KernelSet.Type) {
    pieces = ParameterPieces(layout) { $0 != .none }
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
      let squares = kernels.sumSquares(PenalizedGradient(parameters: view, sum: view, scale: 1))
      sums[double: number] = piece.penalty.l2 * squares + piece.penalty.l1 * Self.magnitudes(view, piece.penalty)
    }
  }

  /// Σ |w|, where somebody wants it.
  private static func magnitudes(_ weights: FloatView, _ penalty: Penalty) -> Double {
    guard penalty.l1 != 0 else { return 0 }
    return weights.withSpan { span in
      var sum = 0.0
      for index in span.indices { sum += Double(span[index].magnitude) }
      return sum
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
