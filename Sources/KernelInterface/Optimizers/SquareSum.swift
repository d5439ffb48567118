public import CVectorMath

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
