public import CVectorMath

/// The kernels of a 3 × 3 convolution, transformed for F(3×3, 3×3) once for each change of the weights.
///
/// - Formula: U = G g Gᵀ for each input and output channel: with lanes over output channels for
///   ``WinogradTileConvolution``, with lanes over input channels for ``WinogradTileGradient``.
/// - Shapes: kernel `[o, 3, 3, i]`; forward `[25, i, o]` and backward `[25, o, i]`, whose places are
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
  /// One worker's part: blocks of 16 input channels of the forward kernel, and output channels of the backward one.
  @usableFromInline let inputBlocks: Range<Int>
  @usableFromInline let outputRange: Range<Int>

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
    outputRange = outputs * part / parts..<outputs * (part + 1) / parts
    let blocks = inputs / Lanes.width
    inputBlocks = blocks * part / parts..<blocks * (part + 1) / parts
  }
}

extension KernelSet {
  @inlinable @inline(__always)
  public static func transformTileKernelTemplate(_ kernel: WinogradTileKernel) {
    let (inputs, outputs) = (kernel.inputs, kernel.outputs)
    let step = WinogradTiles.placeStep(lines: outputs, channels: inputs)
    for output in kernel.outputRange {
      for input in stride(from: 0, to: inputs, by: Lanes.width) {
        unsafe transformTaps(
          at: kernel.kernel.start + (output &* 9 &* inputs &+ input), step: inputs,
          into: kernel.backward.start + (output &* inputs &+ input), step: step)
      }
    }
    for block in kernel.inputBlocks { transformTransposed(kernel, input: block &* Lanes.width) }
  }

  /// The forward kernel of sixteen input channels.
  @inlinable @inline(__always)
  static func transformTransposed(_ kernel: WinogradTileKernel, input: Int) {
    let (inputs, outputs) = (kernel.inputs, kernel.outputs)
    let step = WinogradTiles.placeStep(lines: inputs, channels: outputs)
    let lines = unsafe kernel.forward.start + input &* outputs
    // The transposed taps wait in the first nine places, until their transform overwrites them.
    for tap in 0..<9 {
      for output in stride(from: 0, to: outputs, by: Lanes.width) {
        unsafe lockstep_transpose_block(
          kernel.kernel.start + ((output &* 9 &+ tap) &* inputs &+ input), 9 &* inputs,
          lines + (tap &* step &+ output), outputs)
      }
    }
    for offset in stride(from: 0, to: Lanes.width &* outputs, by: Lanes.width) {
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
