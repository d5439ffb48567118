/// What happens at the border of an image; the raw value is Keras' name.
package enum Padding: String, CaseIterable, Equatable, Sendable {
  /// Windows lie within the image; rows and columns that fill no window are dropped.
  case valid
  /// As many windows as strides fit into the image, rounded up; windows may reach over the border.
  ///
  /// A convolution finds zeros there, maximum and average take only what is inside.
  case same
}

/// Where windows lie along one axis of an image.
///
/// - Formula: output = ⌊(W − F + P) / S⌋ + 1 for an axis of W, windows of F, strides of S, and P padding in total. P is
///   0 for ``Padding/valid``; for ``Padding/same`` it is max((⌈W/S⌉ − 1)·S + F − W, 0), of which the half that is
///   rounded down lies before the image.
/// - Source: the notes on padding in TensorFlow's `tf.nn` documentation.
package struct WindowGeometry: Equatable, Sendable {
  /// W: the size of the image along the axis.
  package let inputSize: Int
  /// F: the size of a window.
  package let windowSize: Int
  /// S: from one window to the next.
  package let stride: Int
  /// Padding above or to the left of the image.
  package let paddingBefore: Int
  /// Padding below or to the right of the image.
  package let paddingAfter: Int
  /// The number of windows.
  package let outputSize: Int

  /// - Precondition: all sizes are positive, and without padding the window is not larger than the image.
  package init(inputSize: Int, windowSize: Int, stride: Int, padding: Padding) {
    self.inputSize = inputSize
    self.windowSize = windowSize
    self.stride = stride
    switch padding {
    case .valid:
      (paddingBefore, paddingAfter) = (0, 0)
      outputSize = (inputSize - windowSize) / stride + 1
    case .same:
      outputSize = (inputSize - 1) / stride + 1
      let total = max((outputSize - 1) * stride + windowSize - inputSize, 0)
      paddingBefore = total / 2
      paddingAfter = total - total / 2
    }
  }

  /// P: the padding on both sides.
  package var padding: Int { paddingBefore + paddingAfter }
}
