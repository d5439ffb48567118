/// Multiply-adds on nothing but registers: what a core can do at most, and what kernels are measured by.
///
/// - Formula: x = factor · x + addend in each lane of as many accumulators as it takes to hide the latency, `rounds` times.
/// - Shapes: `target` has 16 floats; it receives the sum of the accumulators, so that none of them can be left out.
/// - Cost: 32 · accumulators · rounds flops, no memory.
public struct MultiplyAddPeak: Sendable {
  public let rounds: Int
  /// A variable, not a constant: with a constant the compiler could replace the loop by its result.
  public let factor: Float
  public let addend: Float
  public let target: FloatView

  /// - Precondition: `factor` is less than 1 in size, so that the numbers stay what they are in kernels: neither infinite nor
  ///   denormal.
  public init(rounds: Int, factor: Float = 0.5, addend: Float = 1, target: FloatView) {
    precondition(rounds >= 0 && target.count >= Lanes.width)
    precondition(factor.magnitude < 1 && addend.isNormal)
    self.rounds = rounds
    self.factor = factor
    self.addend = addend
    self.target = target
  }
}

extension KernelSet {
  /// - Returns: the multiply-adds of single numbers that it did.
  @inlinable @inline(__always)
  public static func multiplyAddPeakTemplate<let P: Int>(
    _: RegisterTile<P, 1>.Type, _ peak: MultiplyAddPeak
  ) -> Int {
    let (factor, addend) = (Lanes(repeating: peak.factor), Lanes(repeating: peak.addend))
    var tile = RegisterTile<P, 1>(repeating: InlineArray(repeating: .zero))
    // Different numbers: equal accumulators would be one.
    for p in 0..<P { tile[p][0] = Lanes(repeating: Float(p)) }
    for _ in 0..<peak.rounds {
      for p in 0..<P { tile[p][0] = multiplyAdd(tile[p][0], factor, addend) }
    }
    var sum = Lanes.zero
    for p in 0..<P { sum += tile[p][0] }
    unsafe sum.store(at: peak.target.start)
    return peak.rounds &* P &* Lanes.width
  }
}
