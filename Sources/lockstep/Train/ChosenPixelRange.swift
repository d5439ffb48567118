import Collectives
import FashionMNIST
import Foundation
import Network

/// What numbers pixels are given as in a training, and who says so.
struct ChosenPixelRange {
  let range: PixelRange
  /// Why it is that one, where no option says it; nil where one does, and for the usual range.
  let reason: String?

  /// As asked for, as the weights were trained that the training starts from, or as the model asks for. Collective.
  ///
  /// - Parameter images: this rank's part of those that are trained on.
  init(
    _ asked: PixelRange?, _ weights: InitialWeights?, _ architecture: Architecture, _ images: ImageSet,
    _ context: RankContext
  ) throws {
    let recorded = try asked == nil ? weights?.pixelRange(context) : nil
    let expected = architecture.expectedPixelRange
    let range = asked ?? recorded ?? expected
    self.range = range == .standardized(nil) ? .standardized(try Self.statistics(of: images, context)) : range
    reason =
      if asked != nil || range == .zeroToOne {
        nil
      } else if recorded != nil {
        "as the initial weights were trained"
      } else { "which the model's Rescaling layer expects" }
  }

  /// Of all ranks' images: whole numbers are added, so the result does not depend on how many ranks there are. Collective.
  private static func statistics(of images: ImageSet, _ context: RankContext) throws -> PixelStatistics {
    let own = try JSONEncoder().encode(PixelHistogram(images.pixels).counts)
    let all = try context.communicator.gatherBytes(Array(own))
    var histogram = PixelHistogram([])
    for part in all {
      let counts = try JSONDecoder().decode([Int].self, from: Data(part))
      guard let part = PixelHistogram(counts: counts) else {
        throw DataError(.badData, "a rank counted the pixels of its images otherwise; use the same program on all")
      }
      histogram = histogram + part
    }
    let (mean, deviation) = (histogram.mean, histogram.standardDeviation)
    return try context.together("measuring the training images") {
      guard let statistics = PixelStatistics(mean: mean, standardDeviation: deviation) else {
        throw DataError(
          .badData,
          "--pixel-range standardized: the training images' pixels have a standard deviation of \(deviation), expected "
            + "more than 0.0001: images that differ")
      }
      return statistics
    }
  }
}
