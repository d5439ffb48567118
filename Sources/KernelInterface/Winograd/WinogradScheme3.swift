/// F(3×3, 3×3): 3 × 3 pixels of the output with 25 products in place of 81.
///
/// The points are 0, 1, −1, 2 and ∞:
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
@usableFromInline
enum WinogradScheme3: WinogradScheme {
  @usableFromInline typealias Patch = InlineArray<5, Lanes>
  @usableFromInline typealias Tile = InlineArray<3, Lanes>

  @inlinable @inline(__always)
  static func patch<Kernels: KernelSet>(_: Kernels.Type, _ d: Patch) -> Patch {
    let difference = d[3] - d[1]
    return [
      Kernels.multiplyAdd(Lanes(repeating: 0.5), difference, d[0] - d[2]),
      Kernels.multiplyAdd(Lanes(repeating: 0.5), d[2] - d[3], d[1]),
      Kernels.multiplyAdd(Lanes(repeating: 3), d[1] - d[2], difference),
      difference,
      Kernels.multiplyAdd(Lanes(repeating: -2), difference, d[4] - d[2]),
    ]
  }

  @inlinable @inline(__always)
  static func patchGradient<Kernels: KernelSet>(_: Kernels.Type, _ v: Patch) -> Patch {
    let shared = Kernels.multiplyAdd(
      Lanes(repeating: 0.5), v[0], Kernels.multiplyAdd(Lanes(repeating: -2), v[4], v[3]))
    return [
      v[0],
      Kernels.multiplyAdd(Lanes(repeating: 2), v[2], v[1]) - shared,
      Kernels.multiplyAdd(
        Lanes(repeating: 0.5), v[1], Kernels.multiplyAdd(Lanes(repeating: -3), v[2], -(v[0] + v[4]))),
      Kernels.multiplyAdd(Lanes(repeating: -0.5), v[1], shared + v[2]),
      v[4],
    ]
  }

  @inlinable @inline(__always)
  static func output<Kernels: KernelSet>(_: Kernels.Type, _ m: Patch) -> Tile {
    let (sum, difference) = (m[1] + m[2], m[1] - m[2])
    return [
      (m[0] + m[3]) + sum,
      Kernels.multiplyAdd(Lanes(repeating: 2), m[3], difference),
      Kernels.multiplyAdd(Lanes(repeating: 4), m[3], sum) + m[4],
    ]
  }

  @inlinable @inline(__always)
  static func outputGradient<Kernels: KernelSet>(_: Kernels.Type, _ y: Tile) -> Patch {
    let even = y[0] + y[2]
    return [
      y[0],
      even + y[1],
      even - y[1],
      Kernels.multiplyAdd(Lanes(repeating: 4), y[2], Kernels.multiplyAdd(Lanes(repeating: 2), y[1], y[0])),
      y[2],
    ]
  }

  @inlinable @inline(__always)
  static func taps<Kernels: KernelSet>(_: Kernels.Type, _ g: WinogradTaps) -> Patch {
    let even = g[0] + g[2]
    let atTwo = Kernels.multiplyAdd(Lanes(repeating: 4), g[2], Kernels.multiplyAdd(Lanes(repeating: 2), g[1], g[0]))
    let sixth = Lanes(repeating: 1 / 6)
    return [g[0], even + g[1], (g[1] - even) * sixth, atTwo * sixth, g[2]]
  }

  @inlinable @inline(__always)
  static func tapsGradient<Kernels: KernelSet>(_: Kernels.Type, _ u: Patch) -> WinogradTaps {
    let (second, fourth) = (u[2] * (1 / 6), u[3] * (1 / 6))
    let even = u[1] - second
    return [
      (u[0] + even) + fourth,
      Kernels.multiplyAdd(Lanes(repeating: 2), fourth, u[1] + second),
      Kernels.multiplyAdd(Lanes(repeating: 4), fourth, even) + u[4],
    ]
  }
}
