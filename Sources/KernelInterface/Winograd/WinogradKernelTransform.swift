public import CVectorMath

/// The kernels of a 3 × 3 convolution, transformed for ``WinogradTiles`` once for each change of the weights.
///
/// - Formula: U = G g Gᵀ for each input and output channel: with lanes over output channels for
///   ``WinogradConvolution``, with lanes over input channels for ``WinogradInputGradient``.
/// - Shapes: kernel `[o, 3, 3, i]`; forward `[places, o/16, i, 16]` and backward `[places, i/16, o, 16]`, whose places are
///   ``WinogradTiles/placeStep(lines:channels:)`` apart.
/// - Cost: 112 · i · o operations, and 50 · i · o floats to store for F(3×3, 3×3), which is what takes the time.
/// - Measured: on one Zen 4 core with AVX-512, AVX2 and portable kernels 64→64 channels take 15, 24, 40 µs, 64→128
///   channels 32, 51, 83 µs. With that, forward pass and gradient of the input together cost less than the direct
///   ones where a change of the weights serves more than 2, 4 and 1 images.
public struct WinogradKernelTransform: Sendable {
  public let scheme: WinogradTiles.Scheme
  public let inputs: Int
  public let outputs: Int
  public let kernel: FloatView
  public let forward: FloatView
  public let backward: FloatView

  public init(
    _ scheme: WinogradTiles.Scheme, inputs: Int, outputs: Int, kernel: FloatView, forward: FloatView,
    backward: FloatView
  ) {
    precondition(inputs % Lanes.width == 0 && outputs % Lanes.width == 0 && kernel.count >= 9 * inputs * outputs)
    precondition(forward.count >= WinogradTiles.kernelCount(scheme, inputs: inputs, outputs: outputs))
    precondition(backward.count >= WinogradTiles.kernelCount(scheme, inputs: outputs, outputs: inputs))
    self.scheme = scheme
    self.inputs = inputs
    self.outputs = outputs
    self.kernel = kernel
    self.forward = forward
    self.backward = backward
  }
}

extension KernelSet {
  @inlinable @inline(__always)
  public static func transformTileKernelTemplate(_ kernel: WinogradKernelTransform) {
    switch kernel.scheme {
    case .three: transformWinogradKernel(WinogradScheme3.self, kernel)
    case .four: transformWinogradKernel(WinogradScheme4.self, kernel)
    }
  }

  @inlinable @inline(__always)
  static func transformWinogradKernel<Scheme: WinogradScheme>(_ scheme: Scheme.Type, _ kernel: WinogradKernelTransform)
  {
    let (inputs, outputs) = (kernel.inputs, kernel.outputs)
    let step = WinogradTiles.placeStep(lines: outputs, channels: inputs)
    // The outputs within: their lines lie behind each other in every place.
    for input in stride(from: 0, to: inputs, by: Lanes.width) {
      for output in 0..<outputs {
        unsafe transformTaps(
          scheme, at: kernel.kernel.start + (output &* 9 &* inputs &+ input), step: inputs,
          into: kernel.backward.start + (input &* outputs &+ output &* Lanes.width), step: step)
      }
    }
    for input in stride(from: 0, to: inputs, by: Lanes.width) { transformTransposed(scheme, kernel, input: input) }
  }

  /// The forward kernel of sixteen input channels.
  @inlinable @inline(__always)
  static func transformTransposed<Scheme: WinogradScheme>(
    _ scheme: Scheme.Type, _ kernel: WinogradKernelTransform, input: Int
  ) {
    let (inputs, outputs) = (kernel.inputs, kernel.outputs)
    let step = WinogradTiles.placeStep(lines: inputs, channels: outputs)
    // The transposed taps wait in the first nine places, until their transform overwrites them.
    for output in stride(from: 0, to: outputs, by: Lanes.width) {
      let block = unsafe kernel.forward.start + (output &* inputs &+ input &* Lanes.width)
      for tap in 0..<9 {
        unsafe lockstep_transpose_block(
          kernel.kernel.start + ((output &* 9 &+ tap) &* inputs &+ input), 9 &* inputs, block + tap &* step, Lanes.width
        )
      }
      for row in 0..<Lanes.width {
        let line = unsafe block + row &* Lanes.width
        unsafe transformTaps(scheme, at: line, step: step, into: line, step: step)
      }
    }
  }

  /// U = G g Gᵀ of one vector of channels; all taps are read before a place is written.
  @unsafe @inlinable @inline(__always)
  static func transformTaps<Scheme: WinogradScheme>(
    _: Scheme.Type, at taps: UnsafeMutablePointer<Float>, step: Int, into places: UnsafeMutablePointer<Float>,
    step placeStep: Int
  ) {
    let size = Scheme.Patch.length
    var columns = InlineArray<18, Lanes>(repeating: .zero)
    for x in 0..<3 {
      var column = WinogradTaps(repeating: .zero)
      for y in 0..<3 { column[at: y] = unsafe Lanes(at: UnsafePointer(taps) + (3 &* y &+ x) &* step) }
      let transformed = Scheme.taps(Self.self, column)
      for y in 0..<size { columns[3 &* y &+ x] = transformed[at: y] }
    }
    for y in 0..<size {
      var row = WinogradTaps(repeating: .zero)
      for x in 0..<3 { row[at: x] = columns[3 &* y &+ x] }
      let transformed = Scheme.taps(Self.self, row)
      for x in 0..<size { unsafe transformed[at: x].store(at: places + (y &* size &+ x) &* placeStep) }
    }
  }
}
