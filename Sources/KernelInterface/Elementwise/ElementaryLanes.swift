/// Elementary functions of whole vectors, from additions and multiplications alone: the C library's differ by processor.
///
/// The fused instruction sets give the same bits. Coefficients are those of Cephes' single precision functions (Moshier 1992).
extension KernelSet {
  /// e to the power of each lane.
  ///
  /// - Formula: x = n · ln 2 + r, |r| ≤ ln 2 / 2; 2ⁿ · (1 + r + r² · P(r)), with P of degree 5.
  /// - Accuracy: 1 ulp. Edge cases: beyond ±87 the value at ±87; a lane that is not a number stays none.
  @inlinable @inline(__always)
  public static func exp(_ argument: Lanes) -> Lanes {
    let x = clamped(argument, to: 87)
    // Adding 1.5 · 2²³ leaves the nearest whole number in the lowest bits.
    let magic = Lanes(repeating: 12_582_912)
    let shifted = multiplyAdd(x, Lanes(repeating: 1.442_695_04), magic)
    let n = shifted - magic
    var r = multiplyAdd(n, Lanes(repeating: -0.693_359_375), x)
    r = multiplyAdd(n, Lanes(repeating: 2.121_944_4e-4), r)
    var p = Lanes(repeating: 1.987_569_15e-4)
    p = multiplyAdd(p, r, Lanes(repeating: 1.398_199_950_7e-3))
    p = multiplyAdd(p, r, Lanes(repeating: 8.333_451_907_3e-3))
    p = multiplyAdd(p, r, Lanes(repeating: 4.166_579_589_4e-2))
    p = multiplyAdd(p, r, Lanes(repeating: 1.666_666_545_9e-1))
    p = multiplyAdd(p, r, Lanes(repeating: 5.000_000_120_1e-1))
    let fraction = multiplyAdd(p, r * r, r) + 1
    let bits = unsafe unsafeBitCast(shifted, to: SIMD16<Int32>.self) &<< 23
    let power = unsafe unsafeBitCast(bits &+ SIMD16<Int32>(repeating: 0x3F80_0000), to: Lanes.self)
    return fraction * power
  }

  /// Each lane, or the limit with its sign where it is farther from zero; a lane that is not a number stays none.
  @inlinable @inline(__always)
  static func clamped(_ x: Lanes, to limit: Float) -> Lanes {
    x.replacing(with: limit, where: x .> limit).replacing(with: -limit, where: x .< -limit)
  }

  /// The hyperbolic tangent of each lane.
  ///
  /// - Formula: x + x³ · P(x²) below 0.625, else 1 − 2 / (e^(2|x|) + 1) with the sign of x.
  /// - Accuracy: 1.5 ulp. Edge cases: ±1 at ±∞; a negative zero loses its sign; a lane that is not a number stays none.
  @inlinable @inline(__always)
  public static func tanh(_ x: Lanes) -> Lanes {
    let z = x * x
    var p = Lanes(repeating: -5.704_988_727_45e-3)
    p = multiplyAdd(p, z, Lanes(repeating: 2.063_908_879_54e-2))
    p = multiplyAdd(p, z, Lanes(repeating: -5.373_971_555_31e-2))
    p = multiplyAdd(p, z, Lanes(repeating: 1.333_144_220_36e-1))
    p = multiplyAdd(p, z, Lanes(repeating: -3.333_328_194_22e-1))
    let small = multiplyAdd(p * z, x, x)
    let isNegative = x .< 0
    let magnitude = x.replacing(with: -x, where: isNegative)
    let large = 1 - 2 / (exp(magnitude + magnitude) + 1)
    return large.replacing(with: -large, where: isNegative).replacing(with: small, where: magnitude .< 0.625)
  }

  /// 1 / (1 + e^(−x)) of each lane.
  ///
  /// - Accuracy: 2.5 ulp. Edge cases: below −87 the value there, 1.6e-38; a lane that is not a number stays none.
  @inlinable @inline(__always)
  public static func sigmoid(_ x: Lanes) -> Lanes { 1 / (1 + exp(-x)) }

  /// The distribution function of the standard normal distribution at each lane.
  ///
  /// - Formula: ½ (1 + erf(x / √2)), erf by Abramowitz & Stegun 7.1.26.
  /// - Accuracy: 3e-7, absolute. Edge cases: 0 and 1 at −∞ and ∞; a lane that is not a number stays none.
  @inlinable @inline(__always)
  public static func normalDistribution(_ x: Lanes) -> Lanes {
    let isNegative = x .< 0
    let magnitude = x.replacing(with: -x, where: isNegative) * 0.707_106_781_2
    let t = 1 / multiplyAdd(magnitude, Lanes(repeating: 0.327_591_1), Lanes(repeating: 1))
    var p = Lanes(repeating: 1.061_405_429)
    p = multiplyAdd(p, t, Lanes(repeating: -1.453_152_027))
    p = multiplyAdd(p, t, Lanes(repeating: 1.421_413_741))
    p = multiplyAdd(p, t, Lanes(repeating: -0.284_496_736))
    p = multiplyAdd(p, t, Lanes(repeating: 0.254_829_592))
    let upperTail = p * t * exp(-(magnitude * magnitude)) * 0.5
    return (1 - upperTail).replacing(with: upperTail, where: isNegative)
  }

  /// ln(1 + e^x) of each lane.
  ///
  /// - Formula: max(x, 0) + ln(1 + u), u = e^(−|x|); ln(1 + u) = 2 artanh(s), s = u / (2 + u) ≤ ⅓, by its series to s¹⁵.
  /// - Accuracy: 1.5 ulp of 1 or of x, whichever is larger. Edge cases: a lane that is not a number stays none.
  @inlinable @inline(__always)
  public static func softplus(_ x: Lanes) -> Lanes {
    let isNegative = x .< 0
    let u = exp(x.replacing(with: -x, where: .!isNegative))
    let s = u / (2 + u)
    let z = s * s
    var p = Lanes(repeating: 6.666_666_7e-2)
    p = multiplyAdd(p, z, Lanes(repeating: 7.692_307_7e-2))
    p = multiplyAdd(p, z, Lanes(repeating: 9.090_909_1e-2))
    p = multiplyAdd(p, z, Lanes(repeating: 1.111_111_11e-1))
    p = multiplyAdd(p, z, Lanes(repeating: 1.428_571_43e-1))
    p = multiplyAdd(p, z, Lanes(repeating: 0.2))
    p = multiplyAdd(p, z, Lanes(repeating: 3.333_333_33e-1))
    p = multiplyAdd(p, z, Lanes(repeating: 1))
    return multiplyAdd(s + s, p, x.replacing(with: 0, where: isNegative))
  }
}
