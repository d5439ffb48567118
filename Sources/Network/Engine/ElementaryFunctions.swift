/// Exponential, logarithm, cosine and whole powers from additions and multiplications alone.
///
/// The C library picks variants by CPU, so its last bit is not ours; these give the same bits everywhere.
package enum ElementaryFunctions {
  /// ln 2 in two parts: the first has 32 trailing zero bits, so that n · high is exact.
  private static let logTwo = (high: 0x1.62E42FEEp-1, low: 0x1.A39EF35793C76p-33)

  /// e to the power of `x`.
  ///
  /// - Formula: x = n ln 2 + r, |r| ≤ ln 2 / 2; 2ⁿ · Taylor polynomial of degree 13 in r (remainder < 5e-18).
  /// - Edge cases: 0 for x < −708; x > 709 is not asked for, as softmax subtracts the largest logit; NaN gives NaN.
  static func exp(_ x: Double) -> Double {
    guard x >= -708 else { return x.isNaN ? x : 0 }
    guard x <= 709 else { return .infinity }
    let n = (x * 0x1.71547652B82FEp+0).rounded()
    let r = (x - n * logTwo.high) - n * logTwo.low
    var sum = 1.0 / 6_227_020_800
    for factorial in inverseFactorials { sum = sum * r + factorial }
    return sum * Double(sign: .plus, exponent: Int(n), significand: 1)
  }

  /// 1/12!, 1/11!, … 1/0!.
  private static let inverseFactorials: [Double] = {
    var factorials = [1.0]
    for k in 1...12 { factorials.append(factorials[k - 1] * Double(k)) }
    return factorials.reversed().map { 1 / $0 }
  }()

  /// The natural logarithm of a positive, finite, normal number.
  ///
  /// - Formula: x = 2ᵉ · m, m in [√½, √2); ln m = 2 artanh((m − 1) / (m + 1)), its series to the 23rd power.
  static func log(_ x: Double) -> Double {
    guard x.isNormal, x > 0 else { return x == 0 ? -.infinity : .nan }
    var (exponent, m) = (Double(x.exponent), x.significand)
    if m > 2.squareRoot() { (exponent, m) = (exponent + 1, m / 2) }
    let s = (m - 1) / (m + 1)
    let square = s * s
    var sum = 1.0 / 23
    for odd in stride(from: 21.0, through: 1, by: -2) { sum = sum * square + 1 / odd }
    return exponent * logTwo.high + (2 * s * sum + exponent * logTwo.low)
  }

  /// The cosine of π · `x`.
  ///
  /// - Formula: for x in [0, ¼] the Taylor polynomial of degree 16 in πx, in (¼, ½] the sine's of π(½ − x) to degree 17
  ///   (remainders < 1e-17); in (½, 1] minus the cosine of π(1 − x). ±1 and 0 are exact.
  /// - Precondition: 0 ≤ x ≤ 1.
  package static func cosine(halfTurns x: Double) -> Double {
    precondition((0...1).contains(x), "a share of half a turn is in 0...1")
    guard x <= 0.5 else { return -cosine(halfTurns: 1 - x) }
    let isSine = x > 0.25
    let angle = Double.pi * (isSine ? 0.5 - x : x)
    // 1 − z/(1·2)(1 − z/(3·4)(1 − …)), or for the sine 1 − z/(2·3)(1 − z/(4·5)(1 − …)).
    let (z, first) = (angle * angle, isSine ? 3.0 : 2.0)
    var sum = 1.0
    for k in stride(from: first + 14, through: first, by: -2) { sum = 1 - z / (k * (k - 1)) * sum }
    return isSine ? angle * sum : sum
  }

  /// `base` to the power of a whole number from 0, by repeated squaring.
  package static func power(_ base: Double, _ exponent: Int) -> Double {
    var (result, square, rest) = (1.0, base, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result *= square }
      square *= square
      rest >>= 1
    }
    return result
  }
}
