/// Lines of 3 or 5 vectors: a row or column of a tile, sixteen channels at a time.
@usableFromInline typealias WinogradLine<let N: Int> = InlineArray<N, Lanes>

/// The transforms of one row or column in F(3, 3) at the points 0, 1, −1, 2 and ∞.
///
/// A tile's output is Aᵀ[(G g Gᵀ) ⊙ (Bᵀ d B)]A, and the gradient of its patch the adjoint, B[(G g Gᵀ) ⊙ (A y Aᵀ)]Bᵀ,
/// with
///
///     Bᵀ = [1 −½ −1  ½  0]    G = [ 1    0    0 ]    Aᵀ = [1 1  1 1 0]
///          [0  1  ½ −½  0]        [ 1    1    1 ]         [0 1 −1 2 0]
///          [0  2 −3  1  0]        [−1/6  1/6 −1/6]        [0 1  1 4 1]
///          [0 −1  0  1  0]        [ 1/6  1/3  2/3]
///          [0  2 −1 −2  1]        [ 0    0    1 ]
///
/// Rows of G and Bᵀ are scaled against each other so that few factors remain, by powers of two, which rounds nothing.
/// Products with powers of two are exact as well: there a fused multiply-add rounds as a multiplication and an
/// addition do.
///
/// - Source: Lavin & Gray, *Fast Algorithms for Convolutional Neural Networks*, CVPR 2016; matrices of Toom and Cook.
extension KernelSet {
  /// N vectors, `step` floats apart.
  @unsafe @inlinable @inline(__always)
  static func lanes<let N: Int>(at start: UnsafePointer<Float>, step: Int) -> WinogradLine<N> {
    var line = WinogradLine<N>(repeating: .zero)
    for n in 0..<N { line[n] = unsafe Lanes(at: start + n &* step) }
    return line
  }

  /// Row y of a tile that is kept column by column.
  @inlinable @inline(__always)
  static func row<let M: Int, let N: Int>(of columns: InlineArray<M, WinogradLine<N>>, _ y: Int) -> WinogradLine<M> {
    var row = WinogradLine<M>(repeating: .zero)
    for x in 0..<M { row[x] = columns[x][y] }
    return row
  }

  /// Bᵀ d.
  @inlinable @inline(__always)
  static func patchTransform(_ d: WinogradLine<5>) -> WinogradLine<5> {
    let difference = d[3] - d[1]
    return [
      multiplyAdd(Lanes(repeating: 0.5), difference, d[0] - d[2]),
      multiplyAdd(Lanes(repeating: 0.5), d[2] - d[3], d[1]),
      multiplyAdd(Lanes(repeating: 3), d[1] - d[2], difference),
      difference,
      multiplyAdd(Lanes(repeating: -2), difference, d[4] - d[2]),
    ]
  }

  /// Aᵀ m.
  @inlinable @inline(__always)
  static func outputTransform(_ m: WinogradLine<5>) -> WinogradLine<3> {
    let (sum, difference) = (m[1] + m[2], m[1] - m[2])
    return [
      (m[0] + m[3]) + sum,
      multiplyAdd(Lanes(repeating: 2), m[3], difference),
      multiplyAdd(Lanes(repeating: 4), m[3], sum) + m[4],
    ]
  }

  /// A y.
  @inlinable @inline(__always)
  static func gradientTransform(_ y: WinogradLine<3>) -> WinogradLine<5> {
    let even = y[0] + y[2]
    return [
      y[0],
      even + y[1],
      even - y[1],
      multiplyAdd(Lanes(repeating: 4), y[2], multiplyAdd(Lanes(repeating: 2), y[1], y[0])),
      y[2],
    ]
  }

  /// B v.
  @inlinable @inline(__always)
  static func patchGradientTransform(_ v: WinogradLine<5>) -> WinogradLine<5> {
    let shared = multiplyAdd(Lanes(repeating: 0.5), v[0], multiplyAdd(Lanes(repeating: -2), v[4], v[3]))
    return [
      v[0],
      multiplyAdd(Lanes(repeating: 2), v[2], v[1]) - shared,
      multiplyAdd(Lanes(repeating: 0.5), v[1], multiplyAdd(Lanes(repeating: -3), v[2], -(v[0] + v[4]))),
      multiplyAdd(Lanes(repeating: -0.5), v[1], shared + v[2]),
      v[4],
    ]
  }

  /// G g.
  @inlinable @inline(__always)
  static func kernelTransform(_ g: WinogradLine<3>) -> WinogradLine<5> {
    let even = g[0] + g[2]
    let atTwo = multiplyAdd(Lanes(repeating: 4), g[2], multiplyAdd(Lanes(repeating: 2), g[1], g[0]))
    let sixth = Lanes(repeating: 1 / 6)
    return [g[0], even + g[1], (g[1] - even) * sixth, atTwo * sixth, g[2]]
  }
}
