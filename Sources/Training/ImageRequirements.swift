package import FashionMNIST
package import Network

/// What a network asks of the images that it is trained with, or that it scores.
///
/// Every command checks the images that it loads with this, so that none finds out later that they do not fit.
package struct ImageRequirements: Sendable {
  private let shape: ImageShape
  private let classes: Int

  package init(_ architecture: Architecture) {
    shape = architecture.inputShape
    classes = architecture.classCount
  }

  /// Throws `.badData` unless images of so many rows and columns, in grey, have the network's input shape.
  ///
  /// - Parameter part: what they are, for the message.
  package func check(rows: Int, columns: Int, of part: DatasetPart) throws(DataError) {
    guard rows == shape.rows, columns == shape.columns, shape.channels == 1 else {
      throw DataError(
        .badData,
        "the \(part) images are \(rows)x\(columns)x1, but the model takes "
          + "\(shape.rows)x\(shape.columns)x\(shape.channels); use a model or a data set that fits")
    }
  }

  /// Throws `.badData` unless every label is one of the network's outputs.
  package func checkLabels(_ images: ImageSet, of part: DatasetPart) throws(DataError) {
    guard let index = images.labels.firstIndex(where: { $0 >= classes }) else { return }
    throw DataError(
      .badData,
      "\(part) image \(images.numbers[index]) has label \(images.labels[index]), but the model has \(classes) outputs, "
        + "for labels 0 to \(classes - 1); use a model or a data set that fits")
  }

  /// Throws `.badData` unless images have the network's shape, and labels among its outputs.
  package func check(_ images: ImageSet, of part: DatasetPart) throws(DataError) {
    try check(rows: images.rows, columns: images.columns, of: part)
    try checkLabels(images, of: part)
  }

  /// Whether images of this shape with these labels fit.
  package func fits(rows: Int, columns: Int, labels: [UInt8]) -> Bool {
    (rows, columns, 1) == (shape.rows, shape.columns, shape.channels) && labels.allSatisfy { $0 < classes }
  }
}
