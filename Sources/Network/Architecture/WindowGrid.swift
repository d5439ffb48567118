/// Where windows lie on an image: on its rows and on its columns.
package struct WindowGrid: Equatable, Sendable {
  /// From top to bottom.
  package let rows: WindowGeometry
  /// From left to right.
  package let columns: WindowGeometry

  /// - Precondition: as that of ``WindowGeometry``.
  package init(image: ImageShape, window: WindowSize, strides: WindowSize, padding: Padding) {
    rows = WindowGeometry(
      inputSize: image.rows, windowSize: window.rows, stride: strides.rows, padding: padding)
    columns = WindowGeometry(
      inputSize: image.columns, windowSize: window.columns, stride: strides.columns, padding: padding)
  }
}
