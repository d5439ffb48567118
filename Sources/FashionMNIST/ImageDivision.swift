/// The training part divided into images to train on and images to validate with.
package struct ImageDivision: Equatable, Sendable {
  package let training: ImageSelection
  package let validation: ImageSelection

  /// The last fraction of `images` images validates, as in Keras; see ``ValidationSplit``.
  package init(images: Int, fraction: Double) throws(DataError) {
    let split = try ValidationSplit(images: images, fraction: fraction)
    (training, validation) = (ImageSelection(split.training), ImageSelection(split.validation))
  }

  /// The images of `validation` validate, the others of `images` are for training.
  ///
  /// Throws `.badData` if one of them does not exist, or none is left.
  package init(images: Int, validation: ImageSelection) throws(DataError) {
    if let last = validation.runs.last, last.upperBound > images {
      throw DataError(
        .badData,
        "validation image \(last.upperBound - 1): there are \(images) training images, numbered from 0; name others")
    }
    guard validation.count < images else {
      throw DataError(.badData, "all \(images) training images are to validate, none is left to train on; name fewer")
    }
    self.validation = validation
    training = validation.complement(in: images)
  }
}
