/// A factor and a summand for each channel, and a rectifier if wanted: batch normalisation in evaluation, and rescaling.
///
/// - Formula: output[r, c] = f(input[r, c] · scale[c] + shift[c]).
/// - Shapes: input, output `[rows, channels]`, scale, shift `[channels]`; channels a multiple of 16. Aliasing: `output` may be
///   `input`.
/// - Cost: one pass over memory.
/// - Measured (one Zen 4 core, AVX-512): 0.5 ns for each pixel of 28 × 28 × 1.
public struct ChannelScaling: Sendable {
  public let rows: Int
  public let channels: Int
  public let input: FloatView
  public let output: FloatView
  public let scale: FloatView
  public let shift: FloatView
  public let rectifies: Bool

  public init(
    rows: Int, channels: Int, input: FloatView, output: FloatView, scale: FloatView, shift: FloatView, rectifies: Bool
  ) {
    precondition(channels % Lanes.width == 0 && input.count >= rows * channels && output.count >= rows * channels)
    precondition(scale.count >= channels && shift.count >= channels)
    self.rows = rows
    self.channels = channels
    self.input = input
    self.output = output
    self.scale = scale
    self.shift = shift
    self.rectifies = rectifies
  }
}

extension KernelSet {
  @inlinable @inline(__always)
  public static func scaleChannelsTemplate(_ scaling: ChannelScaling) {
    for row in 0..<scaling.rows {
      for channel in stride(from: 0, to: scaling.channels, by: Lanes.width) {
        let place = row &* scaling.channels &+ channel
        let value = unsafe multiplyAdd(
          Lanes(at: scaling.input.start + place), Lanes(at: scaling.scale.start + channel),
          Lanes(at: scaling.shift.start + channel))
        unsafe (scaling.rectifies ? value.rectified() : value).store(at: scaling.output.start + place)
      }
    }
  }
}
