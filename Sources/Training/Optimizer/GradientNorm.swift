import KernelInterface
import Network

/// The norm of the gradient of all parameters together, and clipping by it, as Keras' `global_clipnorm` does.
///
/// - Source: Pascanu, Mikolov & Bengio, *On the difficulty of training recurrent neural networks*, ICML 2013, algorithm 1.
struct GradientNorm: Sendable {
  private let limit: Double
  private let pieces: ParameterPieces
  private let sums: FloatBuffer
  private let kernels: any KernelSet.Type

  /// The floats of memory that the norm needs, shared by the ranks that share the parameters.
  static func roomNeeded(_ layout: ParameterLayout) -> Int { 2 * ParameterPieces(layout) { _ in true }.pieces.count }

  /// - Parameter sums: as many floats as ``roomNeeded(_:)``.
  init(limit: Double, _ layout: ParameterLayout, sums: FloatBuffer, kernels: any KernelSet.Type) {
    (self.limit, self.sums, self.kernels) = (limit, sums, kernels)
    pieces = ParameterPieces(layout) { _ in true }
  }

  /// Sums the squares of the mean gradient, penalties included, over the floats of `range`, which begins with a block.
  ///
  /// - Parameter gradientSum: of the floats of `range`.
  func measure(parameters: FloatView, gradientSum: FloatView, images: Int, range: Range<Int>) {
    for number in pieces.numbers(in: range) {
      let piece = pieces.pieces[number]
      sums[double: number] = kernels.sumSquares(
        PenalizedGradient(
          parameters: parameters.slice(at: piece.range.lowerBound, count: piece.range.count),
          sum: gradientSum.slice(at: piece.range.lowerBound - range.lowerBound, count: piece.range.count),
          scale: Float(1 / Double(images)), penalty: Float(2 * piece.penalty.l2),
          signPenalty: Float(piece.penalty.l1)))
    }
  }

  /// What to multiply the gradient by, after all of it was measured; not a number where the norm is none.
  var clipping: Double {
    let norm = pieces.total(sums).squareRoot()
    return norm.isFinite ? min(1, limit / norm) : .nan
  }
}
