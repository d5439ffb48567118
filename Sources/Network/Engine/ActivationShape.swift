import KernelInterface

/// The shape of one image's activations between two stages: NHWC, channels padded to whole vectors.
///
/// Padded channels are always zero, so kernels need no tails. The network's input keeps its channels unpadded.
package struct ActivationShape: Sendable, Equatable {
  package let rows: Int
  package let columns: Int
  package let channels: Int
  /// Floats from one pixel to the next.
  package let pitch: Int

  /// The shape of what a stage puts out.
  package init(rows: Int, columns: Int, channels: Int) {
    self.init(rows: rows, columns: columns, channels: channels, pitch: roundedUpToLanes(channels))
  }

  private init(rows: Int, columns: Int, channels: Int, pitch: Int) {
    self.rows = rows
    self.columns = columns
    self.channels = channels
    self.pitch = pitch
  }

  /// The shape of the images that the network is fed.
  package static func input(rows: Int, columns: Int, channels: Int) -> ActivationShape {
    ActivationShape(rows: rows, columns: columns, channels: channels, pitch: channels)
  }

  /// The shape with other rows and columns, and the same pixels.
  func padded(rows: Int, columns: Int) -> ActivationShape {
    ActivationShape(rows: rows, columns: columns, channels: channels, pitch: pitch)
  }

  /// The shape of `features` numbers in a row.
  package static func flat(_ features: Int) -> ActivationShape {
    ActivationShape(rows: 1, columns: 1, channels: features)
  }

  /// Floats of one image in memory.
  package var count: Int { rows * columns * pitch }

  /// The offset of pixel (y, x) of image n.
  package func offset(n: Int, y: Int, x: Int) -> Int { ((n * rows + y) * columns + x) * pitch }
}
