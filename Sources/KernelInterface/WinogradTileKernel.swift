public import CVectorMath

/// The kernels of a 3 × 3 convolution, transformed for F(3×3, 3×3) once for each change of the weights.
///
/// - Formula: U = G g Gᵀ for each input and output channel: with lanes over output channels for
///   ``WinogradTileConvolution``, with lanes over input channels for ``WinogradTileGradient``.
/// - Shapes: kernel `[3, 3, i, o]`; forward `[25, i, o]` and backward `[25, o, i]`, whose places are
///   ``WinogradTiles/placeStep(lines:channels:)`` apart.
/// - Cost: 112 · i · o operations, and 50 · i · o floats to store, which is what takes the time.
/// - Measured: on one Zen 4 core with AVX-512, AVX2 and portable kernels 64→64 channels take 15, 24, 40 µs, 64→128
///   channels 32, 51, 83 µs. With that, forward pass and gradient of the input together cost less than the direct
///   ones where a change of the weights serves more than 2, 4 and 1 images.
public struct WinogradTileKernel: Sendable {
  public let inputs: Int
  public let outputs: Int
  public let kernel: FloatView
  public let forward: FloatView
  public let backward: FloatView
  /// One worker's part: input channels of the forward kernel, and blocks of 16 output channels of the backward one.
  @usableFromInline let inputRange: Range<Int>
  @usableFromInline let outputBlocks: Range<Int>

  /// - Parameter part: the worker's part of `parts`; together they transform everything.
  public init(
    inputs: Int, outputs: Int, kernel: FloatView, forward: FloatView, backward: FloatView, part: Int, of parts: Int
  ) {
    precondition(inputs % Lanes.width == 0 && outputs % Lanes.width == 0 && kernel.count >= 9 * inputs * outputs)
    precondition(forward.count >= WinogradTiles.kernelCount(inputs: inputs, outputs: outputs))
    precondition(backward.count >= WinogradTiles.kernelCount(inputs: outputs, outputs: inputs))
    precondition(part >= 0 && part < parts)
    self.inputs = inputs
    self.outputs = outputs
    self.kernel = kernel
    self.forward = forward
    self.backward = backward
    inputRange = inputs * part / parts..<inputs * (part + 1) / parts
    let blocks = outputs / Lanes.width
    outputBlocks = blocks * part / parts..<blocks * (part + 1) / parts
  }
}

extension KernelSet {
  @inlinable @inline(__always)
  public static func transformTileKernelTemplate(_ kernel: WinogradTileKernel) {
    let (inputs, outputs) = (kernel.inputs, kernel.outputs)
    let (matrix, step) = (inputs &* outputs, WinogradTiles.placeStep(lines: inputs, channels: outputs))
    for input in kernel.inputRange {
      for output in stride(from: 0, to: outputs, by: Lanes.width) {
        let offset = input &* outputs &+ output
        unsafe transformTaps(
          at: kernel.kernel.start + offset, step: matrix, into: kernel.forward.start + offset, step: step)
      }
    }
    for block in kernel.outputBlocks { transformTransposed(kernel, output: block &* Lanes.width) }
  }

  /// The backward kernel of sixteen output channels.
  @inlinable @inline(__always)
  static func transformTransposed(_ kernel: WinogradTileKernel, output: Int) {
    let (inputs, outputs) = (kernel.inputs, kernel.outputs)
    let step = WinogradTiles.placeStep(lines: outputs, channels: inputs)
    let lines = unsafe kernel.backward.start + output &* inputs
    // The transposed taps wait in the first nine places, until their transform overwrites them.
    for tap in 0..<9 {
      for input in stride(from: 0, to: inputs, by: Lanes.width) {
        unsafe lockstep_transpose_block(
          kernel.kernel.start + ((tap &* inputs &+ input) &* outputs &+ output), outputs,
          lines + (tap &* step &+ input), inputs)
      }
    }
    for offset in stride(from: 0, to: Lanes.width &* inputs, by: Lanes.width) {
      unsafe transformTaps(at: lines + offset, step: step, into: lines + offset, step: step)
    }
  }

  /// U = G g Gᵀ of one vector of channels; all taps are read before a place is written.
  @unsafe @inlinable @inline(__always)
  static func transformTaps(
    at taps: UnsafeMutablePointer<Float>, step: Int, into places: UnsafeMutablePointer<Float>, step placeStep: Int
  ) {
    var columns = InlineArray<3, WinogradLine<5>>(repeating: InlineArray(repeating: .zero))
    for x in 0..<3 {
      let column = unsafe UnsafePointer(taps) + x &* step
      columns[x] = kernelTransform(unsafe lanes(at: column, step: 3 &* step))
    }
    for y in 0..<5 {
      let row = kernelTransform(row(of: columns, y))
      for x in 0..<5 { unsafe row[x].store(at: places + (5 &* y &+ x) &* placeStep) }
    }
  }
}
