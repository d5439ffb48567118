import CounterRandom

/// Which images validate in each of K folds, as scikit-learn's `KFold` divides them.
///
/// Every image validates in one fold; folds differ by at most one image, and the first ones are larger.
package struct Folds: Codable, Equatable, Sendable {
  /// The values of K: at most as many folds as there are images to train on.
  package static let counts = 2...60_000

  /// K, one of ``counts``.
  package let count: Int
  /// Whether folds are drawn; otherwise each is a range of the file.
  package let shuffle: Bool

  package init(count: Int, shuffle: Bool) {
    self.count = count
    self.shuffle = shuffle
  }

  /// The images of `images` that validate in fold `fold`, counted from 0.
  ///
  /// Throws `.badConfiguration` unless every fold has an image.
  package func validation(fold: Int, images: Int, seed: UInt64) throws(DataError) -> ImageSelection {
    guard count <= images else {
      throw DataError(.badConfiguration, "--folds \(count): there are only \(images) images; use at most as many folds")
    }
    let (size, larger) = images.quotientAndRemainder(dividingBy: count)
    let start = fold * size + min(fold, larger)
    let range = start..<start + size + (fold < larger ? 1 : 0)
    guard shuffle else { return ImageSelection(range) }
    var order = [Int32](repeating: 0, count: images)
    BatchOrder(seed: seed, purpose: .folds).fill(&order, shard: 0, epoch: 0)
    return ImageSelection(order[range].lazy.map(Int.init))
  }
}
