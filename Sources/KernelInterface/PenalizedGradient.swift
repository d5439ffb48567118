/// The gradient that an optimiser sees: the mean over the batch, and what an L2 penalty l2 · Σ w² adds.
///
/// - Formula: g = sum · scale + parameters · penalty, the product and the sum rounded on their own.
/// - Shapes: both views as long, a multiple of 16.
public struct PenalizedGradient: Sendable {
  public let parameters: FloatView
  /// The gradient summed over the images of the batch.
  public let sum: FloatView
  /// 1 / (images in the batch), times the factor of clipping: the sum becomes a mean here and nowhere else.
  public let scale: Float
  /// 2 · l2, times the factor of clipping.
  public let penalty: Float

  public init(parameters: FloatView, sum: FloatView, scale: Float, penalty: Float = 0) {
    precondition(sum.count == parameters.count && sum.count % Lanes.width == 0)
    self.parameters = parameters
    self.sum = sum
    self.scale = scale
    self.penalty = penalty
  }

  /// Sixteen parameters, and the gradient at them.
  ///
  /// - Parameter isPenalized: false leaves the penalty out, which changes no bit where it is 0.
  @unsafe @inlinable @inline(__always)
  func lanes(at offset: Int, isPenalized: Bool = true) -> (parameters: Lanes, gradient: Lanes) {
    let w = unsafe Lanes(at: parameters.start + offset)
    let mean = unsafe Lanes(at: sum.start + offset) * scale
    return (w, isPenalized ? mean + w * penalty : mean)
  }
}
