import KernelInterface

/// The bias of a convolution or a dense layer, which may have none.
struct LayerBias: Sendable {
  /// The output channels.
  let channels: Int
  private let placement: TensorPlacement?
  /// What stands in for a bias.
  private let zeros: FloatBuffer

  /// - Parameter placement: nil where the layer has no bias.
  init(_ placement: TensorPlacement?, channels: Int) {
    self.placement = placement
    self.channels = channels
    zeros = FloatBuffer(count: placement == nil ? roundedUpToLanes(channels) : 0)
  }

  /// One float for each channel, padding included.
  func view(of parameters: FloatView) -> FloatView { placement?.view(of: parameters) ?? zeros.view }

  /// Takes the gradient of a layer's output back through its rectifier, in place, and sums it for the bias.
  ///
  /// - Parameters:
  ///   - gradient: of the output, `[images · rowsPerImage, columns]`.
  ///   - output: what the rectifier gave; nil without one.
  func sum(
    _ gradient: FloatView, rectified output: FloatView?, rowsPerImage: Int, columns: Int, _ pass: Pass,
    _ target: GradientTarget
  ) {
    if let placement {
      pass.kernels.computeBiasGradient(
        RowSum(
          rowsPerImage: rowsPerImage, columns: columns, source: gradient, rectified: output,
          target: placement.view(of: target.view), accumulates: target.accumulates, leaves: target.leaves))
    } else if let output {
      pass.kernels.computeRectifierGradient(gradient: gradient, output: output)
    }
  }
}
