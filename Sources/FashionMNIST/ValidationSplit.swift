/// Images to train on and images to validate with: the last fraction is for validation, as in Keras.
///
/// - Formula: the first ⌊n·(1−f)⌋ of n images are for training, computed in Double.
/// - Source: Keras 3, `train_validation_split` in `keras/src/trainers/data_adapters/array_slicing.py`; Keras 2 agrees.
package struct ValidationSplit: Equatable, Sendable {
  /// The images to train on, from 0.
  package let training: Range<Int>
  /// The images to validate with: the rest, empty for fraction 0.
  package let validation: Range<Int>

  /// Splits `images` images. Fraction 0 takes nothing away.
  ///
  /// Throws `.badConfiguration` unless `0 <= fraction < 1`, and, as Keras does, when a positive fraction leaves one of
  /// the two sides without images.
  package init(images: Int, fraction: Double) throws(DataError) {
    guard fraction >= 0, fraction < 1 else {
      throw DataError(.badConfiguration, "--validation-split \(fraction): expected 0 to less than 1")
    }
    // In range: 0 < 1 − fraction <= 1, and rounding a product with at most 1 cannot exceed `images`.
    let split = Int((Double(images) * (1 - fraction)).rounded(.down))
    guard fraction == 0 || (1..<max(1, images)).contains(split) else {
      throw DataError(
        .badConfiguration,
        "--validation-split \(fraction) leaves \(split) of \(images) images for training; expected at least one image "
          + "for training and one for validation")
    }
    training = 0..<split
    validation = split..<images
  }
}
