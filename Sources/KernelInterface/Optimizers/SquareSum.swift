public import CVectorMath

/// The sum of a gradient's squares.
///
/// - Formula: Σ g², g a ``PenalizedGradient``, in sixteen sums in double precision, which are added half to half.
/// - Cost: one read of the gradient, and of the parameters where there is a penalty.
extension KernelSet {
  @inlinable @inline(__always)
  public static func sumSquaresTemplate(_ gradient: PenalizedGradient) -> Double {
    var sums = SIMD16<Double>.zero
    for offset in stride(from: 0, to: gradient.sum.count, by: Lanes.width) {
      sums = unsafe lockstep_add_squares(sums, gradient.lanes(at: offset).gradient)
    }
    return lockstep_sum_doubles(sums)
  }
}
