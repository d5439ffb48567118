/// F(4×4, 3×3): 4 × 4 pixels of the output with 36 products in place of 144.
///
/// The points are 0, ±a, ±b and ∞ with a = 5/8 and b = 3/2: their rounding errors are 0.6 times those of 0, ±1, ±2.
///
///     Bᵀ = [a²b²  0     −(a²+b²)  0        1  0]    G = [1   0    0 ] / a²b²            Aᵀ = [1  1   1   1   1  0]
///          [0    −ab²   −b²       a        1  0]        [1   a    a²] / 2a²(a²−b²)           [0  a  −a   b  −b  0]
///          [0     ab²   −b²      −a        1  0]        [1  −a    a²] / 2a²(a²−b²)           [0  a²  a²  b²  b² 0]
///          [0    −a²b   −a²       b        1  0]        [1   b    b²] / 2b²(b²−a²)           [0  a³ −a³  b³ −b³ 1]
///          [0     a²b   −a²      −b        1  0]        [1  −b    b²] / 2b²(b²−a²)
///          [0     a²b²   0       −(a²+b²)  0  1]        [0   0    1 ]
///
/// - Source: the points are those of oneDNN 2's Winograd kernels.
@usableFromInline
enum WinogradScheme4: WinogradScheme {
  @usableFromInline typealias Patch = InlineArray<6, Lanes>
  @usableFromInline typealias Tile = InlineArray<4, Lanes>

  /// A constant in every lane.
  @inlinable @inline(__always)
  static func lanes(_ value: Float) -> Lanes { Lanes(repeating: value) }

  @inlinable static var a: Float { 0.625 }
  @inlinable static var b: Float { 1.5 }
  /// a², b², a²b² and a² + b²: all exact.
  @inlinable static var a2: Float { 0.390625 }
  @inlinable static var b2: Float { 2.25 }
  @inlinable static var a2b2: Float { 0.87890625 }
  @inlinable static var sum: Float { 2.640625 }
  /// 1 / a²b², 1 / 2a²(a² − b²), 1 / 2b²(b² − a²).
  @inlinable static var inverse0: Float { 1.137_777_8 }
  @inlinable static var inverseA: Float { -0.688_403_36 }
  @inlinable static var inverseB: Float { 0.119_514_47 }

  @inlinable @inline(__always)
  static func patch<Kernels: KernelSet>(_: Kernels.Type, _ d: Patch) -> Patch {
    let evenA = Kernels.multiplyAdd(lanes(-b2), d[2], d[4])
    let oddA = Kernels.multiplyAdd(lanes(-b2), d[1], d[3])
    let evenB = Kernels.multiplyAdd(lanes(-a2), d[2], d[4])
    let oddB = Kernels.multiplyAdd(lanes(-a2), d[1], d[3])
    return [
      Kernels.multiplyAdd(lanes(a2b2), d[0], Kernels.multiplyAdd(lanes(-sum), d[2], d[4])),
      Kernels.multiplyAdd(lanes(a), oddA, evenA),
      Kernels.multiplyAdd(lanes(-a), oddA, evenA),
      Kernels.multiplyAdd(lanes(b), oddB, evenB),
      Kernels.multiplyAdd(lanes(-b), oddB, evenB),
      Kernels.multiplyAdd(lanes(a2b2), d[1], Kernels.multiplyAdd(lanes(-sum), d[3], d[5])),
    ]
  }

  @inlinable @inline(__always)
  static func patchGradient<Kernels: KernelSet>(_: Kernels.Type, _ v: Patch) -> Patch {
    let (evenA, evenB) = (v[1] + v[2], v[3] + v[4])
    let (oddA, oddB) = ((v[1] - v[2]) * a, (v[3] - v[4]) * b)
    let even = evenA + evenB
    return [
      v[0] * a2b2,
      Kernels.multiplyAdd(lanes(a2b2), v[5], Kernels.multiplyAdd(lanes(-b2), oddA, oddB * -a2)),
      Kernels.multiplyAdd(lanes(-sum), v[0], Kernels.multiplyAdd(lanes(-b2), evenA, evenB * -a2)),
      Kernels.multiplyAdd(lanes(-sum), v[5], oddA + oddB),
      v[0] + even,
      v[5],
    ]
  }

  @inlinable @inline(__always)
  static func output<Kernels: KernelSet>(_: Kernels.Type, _ m: Patch) -> Tile {
    let (evenA, evenB) = (m[1] + m[2], m[3] + m[4])
    let (oddA, oddB) = ((m[1] - m[2]) * a, (m[3] - m[4]) * b)
    return [
      m[0] + (evenA + evenB),
      oddA + oddB,
      Kernels.multiplyAdd(lanes(a2), evenA, evenB * b2),
      Kernels.multiplyAdd(lanes(a2), oddA, Kernels.multiplyAdd(lanes(b2), oddB, m[5])),
    ]
  }

  @inlinable @inline(__always)
  static func outputGradient<Kernels: KernelSet>(_: Kernels.Type, _ y: Tile) -> Patch {
    let evenA = Kernels.multiplyAdd(lanes(a2), y[2], y[0])
    let oddA = Kernels.multiplyAdd(lanes(a2), y[3], y[1])
    let evenB = Kernels.multiplyAdd(lanes(b2), y[2], y[0])
    let oddB = Kernels.multiplyAdd(lanes(b2), y[3], y[1])
    return [
      y[0],
      Kernels.multiplyAdd(lanes(a), oddA, evenA),
      Kernels.multiplyAdd(lanes(-a), oddA, evenA),
      Kernels.multiplyAdd(lanes(b), oddB, evenB),
      Kernels.multiplyAdd(lanes(-b), oddB, evenB),
      y[3],
    ]
  }

  @inlinable @inline(__always)
  static func taps<Kernels: KernelSet>(_: Kernels.Type, _ g: WinogradTaps) -> Patch {
    let evenA = Kernels.multiplyAdd(lanes(a2), g[2], g[0]) * inverseA
    let evenB = Kernels.multiplyAdd(lanes(b2), g[2], g[0]) * inverseB
    let (oddA, oddB) = (g[1] * (a * inverseA), g[1] * (b * inverseB))
    return [g[0] * inverse0, evenA + oddA, evenA - oddA, evenB + oddB, evenB - oddB, g[2]]
  }

  @inlinable @inline(__always)
  static func tapsGradient<Kernels: KernelSet>(_: Kernels.Type, _ u: Patch) -> WinogradTaps {
    let (evenA, evenB) = ((u[1] + u[2]) * inverseA, (u[3] + u[4]) * inverseB)
    return [
      Kernels.multiplyAdd(lanes(inverse0), u[0], evenA + evenB),
      Kernels.multiplyAdd(lanes(a * inverseA), u[1] - u[2], (u[3] - u[4]) * (b * inverseB)),
      Kernels.multiplyAdd(lanes(a2), evenA, Kernels.multiplyAdd(lanes(b2), evenB, u[5])),
    ]
  }
}
