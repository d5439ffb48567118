/// The gradient that an optimiser sees: the mean over the batch, and what a penalty l1 · Σ |w| + l2 · Σ w² adds.
///
/// - Formula: g = sum · scale + parameters · penalty + sign(parameters) · signPenalty, products and sums rounded on their own; the
///   sign of 0 is 0.
/// - Shapes: both views as long, a multiple of 16.
public struct PenalizedGradient: Sendable {
  public let parameters: FloatView
  /// The gradient summed over the images of the batch.
  public let sum: FloatView
  /// 1 / (images in the batch), times the factor of clipping: the sum becomes a mean here and nowhere else.
  public let scale: Float
  /// 2 · l2, times the factor of clipping.
  public let penalty: Float
  /// l1, times the factor of clipping.
  public let signPenalty: Float

  public init(parameters: FloatView, sum: FloatView, scale: Float, penalty: Float = 0, signPenalty: Float = 0) {
    precondition(sum.count == parameters.count && sum.count % Lanes.width == 0)
    self.parameters = parameters
    self.sum = sum
    self.scale = scale
    self.penalty = penalty
    self.signPenalty = signPenalty
  }

  /// Sixteen parameters, and the gradient at them.
  ///
  /// - Parameter isPenalized: false leaves the penalty out, which changes no bit where it is 0.
  @unsafe @inlinable @inline(__always)
  func lanes(at offset: Int, isPenalized: Bool = true) -> (parameters: Lanes, gradient: Lanes) {
    let w = unsafe Lanes(at: parameters.start + offset)
    let mean = unsafe Lanes(at: sum.start + offset) * scale
    guard isPenalized else { return (w, mean) }
    let g = mean + w * penalty
    guard signPenalty != 0 else { return (w, g) }
    let sign = Lanes.zero.replacing(with: signPenalty, where: w .> 0).replacing(with: -signPenalty, where: w .< 0)
    return (w, g + sign)
  }
}
