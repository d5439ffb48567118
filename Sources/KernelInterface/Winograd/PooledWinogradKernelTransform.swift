/// The kernels of a 3 × 3 convolution, transformed for ``PooledWinogradConvolution`` once for each change of the weights.
///
/// - Formula: U = G g Gᵀ for each input and output channel; G = [1 0 0; ½ ½ ½; ½ −½ ½; 0 0 1].
/// - Shapes: kernel `[3, 3, i, o]`, transformed `[16, i, o]`.
/// - Cost: 28 flops for each input and output channel, once a step.
/// - Measured (one Zen 4 core, AVX-512): with the other preparations of lab-003's weights 172 µs a step.
public struct PooledWinogradKernelTransform: Sendable {
  public let inputs: Int
  public let outputs: Int
  public let kernel: FloatView
  public let transformed: FloatView

  public init(inputs: Int, outputs: Int, kernel: FloatView, transformed: FloatView) {
    precondition(outputs % Lanes.width == 0)
    precondition(kernel.count >= 9 * inputs * outputs && transformed.count >= 16 * inputs * outputs)
    self.inputs = inputs
    self.outputs = outputs
    self.kernel = kernel
    self.transformed = transformed
  }
}

extension KernelSet {
  @inlinable @inline(__always)
  public static func transformKernelTemplate(_ transform: PooledWinogradKernelTransform) {
    let step = transform.inputs &* transform.outputs
    for input in 0..<transform.inputs {
      for output in stride(from: 0, to: transform.outputs, by: Lanes.width) {
        let place = input &* transform.outputs &+ output
        var rows = InlineArray<4, InlineArray<3, Lanes>>(repeating: InlineArray(repeating: .zero))
        for x in 0..<3 {
          let g0 = unsafe Lanes(at: transform.kernel.start + (place &+ x &* step))
          let g1 = unsafe Lanes(at: transform.kernel.start + (place &+ (3 &+ x) &* step))
          let g2 = unsafe Lanes(at: transform.kernel.start + (place &+ (6 &+ x) &* step))
          rows[0][x] = g0
          rows[1][x] = (g0 + g1 + g2) * 0.5
          rows[2][x] = (g0 - g1 + g2) * 0.5
          rows[3][x] = g2
        }
        for y in 0..<4 {
          let (g0, g1, g2) = (rows[y][0], rows[y][1], rows[y][2])
          let target = unsafe transform.transformed.start + (place &+ 4 &* y &* step)
          unsafe g0.store(at: target)
          unsafe ((g0 + g1 + g2) * 0.5).store(at: target + step)
          unsafe ((g0 - g1 + g2) * 0.5).store(at: target + 2 &* step)
          unsafe g2.store(at: target + 3 &* step)
        }
      }
    }
  }
}
