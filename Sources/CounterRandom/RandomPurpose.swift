/// What a random number is for: the low byte of the counter's last word, so that no two uses share a number.
public enum RandomPurpose: UInt32, Sendable {
  /// The order of a shard's images in an epoch.
  case order = 0
  /// The initial weights of a layer.
  case initialWeights = 1
  /// The units that dropout sets to zero.
  case dropout = 2
  /// How an image is mirrored, moved and erased.
  case augmentation = 3
  /// Which images make up a fold of cross-validation.
  case folds = 4
  /// Which leaf is computed again, and who does so.
  case audit = 5

  /// The counter's last word for this purpose in layer number `layer` (0 where there is no layer).
  @inlinable
  public func word(layer: Int = 0) -> UInt32 { UInt32(truncatingIfNeeded: layer) << 8 | rawValue }
}
