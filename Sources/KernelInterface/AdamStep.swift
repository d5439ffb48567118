public import CVectorMath

/// One step of Adam on a stretch of the parameters, as Keras computes it.
///
/// - Formula: g = gradientSum · scale; m += (g − m)(1 − β1); v += (g² − v)(1 − β2); w −= m · rate / (√v + ε)
///   with rate = learning rate · √(1 − β2ᵗ) / (1 − β1ᵗ) of step t, counted from 1.
/// - Shapes: the four views are as long; any length.
/// - Source: Kingma & Ba, *Adam*, ICLR 2015, the efficient form after algorithm 1.
public struct AdamStep: Sendable {
  public let parameters: FloatView
  public let firstMoments: FloatView
  public let secondMoments: FloatView
  public let gradientSum: FloatView
  /// 1 / (images in the batch): the sum becomes a mean here and nowhere else.
  public let scale: Float
  public let rate: Float
  /// 1 − β1 and 1 − β2.
  public let firstDecay: Float
  public let secondDecay: Float
  public let epsilon: Float

  public init(
    parameters: FloatView, firstMoments: FloatView, secondMoments: FloatView, gradientSum: FloatView, scale: Float,
    rate: Float, firstDecay: Float, secondDecay: Float, epsilon: Float
  ) {
    precondition(firstMoments.count == parameters.count && secondMoments.count == parameters.count)
    precondition(gradientSum.count == parameters.count)
    self.parameters = parameters
    self.firstMoments = firstMoments
    self.secondMoments = secondMoments
    self.gradientSum = gradientSum
    self.scale = scale
    self.rate = rate
    self.firstDecay = firstDecay
    self.secondDecay = secondDecay
    self.epsilon = epsilon
  }
}

extension KernelSet {
  @inlinable @inline(__always)
  public static func stepAdamTemplate(_ step: AdamStep) {
    let count = step.parameters.count
    var offset = 0
    while offset &+ Lanes.width <= count {
      var m = unsafe Lanes(at: step.firstMoments.start + offset)
      var v = unsafe Lanes(at: step.secondMoments.start + offset)
      let g = unsafe Lanes(at: step.gradientSum.start + offset) * step.scale
      m += (g - m) * step.firstDecay
      v += (g * g - v) * step.secondDecay
      let w =
        unsafe Lanes(at: step.parameters.start + offset) - m * step.rate / (lockstep_square_root(v) + step.epsilon)
      unsafe m.store(at: step.firstMoments.start + offset)
      unsafe v.store(at: step.secondMoments.start + offset)
      unsafe w.store(at: step.parameters.start + offset)
      offset &+= Lanes.width
    }
    while offset < count {
      let g = unsafe step.gradientSum.start[offset] * step.scale
      unsafe step.firstMoments.start[offset] += (g - step.firstMoments.start[offset]) * step.firstDecay
      unsafe step.secondMoments.start[offset] += (g * g - step.secondMoments.start[offset]) * step.secondDecay
      let (m, v) = unsafe (step.firstMoments.start[offset], step.secondMoments.start[offset])
      unsafe step.parameters.start[offset] -= m * step.rate / (v.squareRoot() + step.epsilon)
      offset &+= 1
    }
  }
}
