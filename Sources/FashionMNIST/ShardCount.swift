/// The number of shards, S, checked against the batch size, B, and the number of images.
///
/// S is a hyper-parameter: it decides which images are summed with which, so results depend on it, and it is never
/// derived from the number of ranks.
package struct ShardCount: Equatable, Sendable {
  /// The default number of shards leaves at least so many images in a leaf, which is one shard's part of one batch: a leaf costs
  /// one gradient that is written and added, whatever its number of images.
  package static let fewestImagesInLeaf = 4
  private static let largestBatch = Int(Int32.max)

  /// The number of shards, S.
  package let count: Int
  /// The global batch size, B, a multiple of `count`.
  package let batchSize: Int
  /// The number of images, at least `count`.
  package let images: Int

  /// Images of one shard in one batch, m = B / S.
  package var imagesPerShardAndBatch: Int { batchSize / count }

  /// The shards of `requested`, or the default if that is nil, for batches of `batchSize` of `images` images.
  ///
  /// Throws `.badConfiguration` unless there are images, the batch size is positive, and the number of shards divides
  /// the batch size and does not exceed the number of images. The message names numbers that would do.
  package init(_ requested: Int? = nil, batchSize: Int, images: Int) throws(DataError) {
    guard (1...Self.largestBatch).contains(batchSize) else {
      throw DataError(.badConfiguration, "--batch-size \(batchSize): expected 1 to \(Self.largestBatch)")
    }
    guard (1...Int(Int32.max)).contains(images) else {
      throw DataError(.badConfiguration, "\(images) images to train on: expected 1 to \(Int32.max)")
    }
    let count = requested ?? Self.standard(batchSize: batchSize, images: images)
    guard count >= 1 else {
      throw DataError(.badConfiguration, "--shards \(count): expected at least 1")
    }
    guard batchSize.isMultiple(of: count) else {
      throw Self.doesNotDivide(count, batchSize: batchSize)
    }
    guard count <= images else {
      let most = divisors(of: batchSize).last { $0 <= images } ?? 1
      throw DataError(
        .badConfiguration,
        "--shards \(count): there are only \(images) images, and every shard needs one; use --shards \(most)")
    }
    self.count = count
    self.batchSize = batchSize
    self.images = images
  }

  /// The default: the largest power of two that divides `batchSize`, leaves at least `fewest` images for each shard and
  /// batch, and does not exceed `images`; 1 for batches too small for that.
  package static func standard(batchSize: Int, images: Int = .max, fewest: Int = fewestImagesInLeaf) -> Int {
    var count = 1
    while batchSize.isMultiple(of: count * 2), batchSize / (count * 2) >= fewest, count * 2 <= images { count *= 2 }
    return count
  }

  private static func doesNotDivide(_ count: Int, batchSize: Int) -> DataError {
    let valid = divisors(of: batchSize)
    let shards = [valid.last { $0 < count }, valid.first { $0 > count }].compactMap { $0 }.map(String.init)
    let above = (batchSize / count + 1).multipliedReportingOverflow(by: count).partialValue
    let below = batchSize / count * count
    let batches = [below, above].filter { (1...largestBatch).contains($0) }.map(String.init)
    var message = "--shards \(count) does not divide --batch-size \(batchSize); use --shards "
    message += shards.joined(separator: " or ")
    if !batches.isEmpty { message += ", or --batch-size " + batches.joined(separator: " or ") }
    return DataError(.badConfiguration, message)
  }

  /// The error for more ranks than shards, with numbers that would do.
  package func tooFew(for ranks: Int) -> DataError {
    var remedies = ["start at most \(count) ranks"]
    if let larger = divisors(of: batchSize).first(where: { $0 >= ranks && $0 <= images }) {
      remedies.append("use --shards \(larger) --batch-size \(batchSize)")
    }
    // A larger batch, where this one would make leaves too small, or cannot be cut into so many shards at all.
    if let (shards, batch) = Self.standardPair(for: ranks, above: batchSize), shards <= images, batch > batchSize {
      remedies.append("use --shards \(shards) --batch-size \(batch)")
    }
    return DataError(
      .badConfiguration,
      "\(ranks) ranks, but --batch-size \(batchSize) is cut into \(count) shards and every rank needs one; "
        + remedies.joined(separator: ", or "))
  }

  /// The smallest power of two of shards that serves `ranks`, and the smallest batch size from `batchSize` on for
  /// which it leaves full leaves; nil if that is too large a batch.
  private static func standardPair(for ranks: Int, above batchSize: Int) -> (shards: Int, batchSize: Int)? {
    guard ranks <= largestBatch / (2 * fewestImagesInLeaf) else { return nil }
    var shards = 1
    while shards < ranks { shards *= 2 }
    let unit = shards * fewestImagesInLeaf
    let batch = (batchSize + unit - 1) / unit * unit
    return batch <= largestBatch ? (shards, batch) : nil
  }
}

/// The divisors of `number`, ascending. Cost: √number divisions.
private func divisors(of number: Int) -> [Int] {
  var small: [Int] = []
  var candidate = 1
  while candidate * candidate <= number {
    if number.isMultiple(of: candidate) { small.append(candidate) }
    candidate += 1
  }
  let large = small.reversed().map { number / $0 }
  return small + (small.last == large.first ? large.dropFirst() : large[...])
}
