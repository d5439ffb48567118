import ArgumentParser
import Checkpoints
import Collectives
import FashionMNIST
import Foundation
import Network
import SystemPackage

extension PixelRange: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}

extension TrainingSetup {
  /// The range that pixels are scaled to in training: the option's, else that of the run that made the initial weights,
  /// else the one that the model expects. Collective.
  ///
  /// - Parameter images: this rank's part of those that are trained on.
  static func pixelRange(
    _ asked: PixelRange?, _ architecture: Architecture, _ initialWeights: String?, _ images: ImageSet,
    _ context: RankContext
  ) throws -> PixelRange {
    let recorded = try asked == nil ? recordedRange(initialWeights.map { FilePath($0) }, context) : nil
    let range = asked ?? recorded ?? architecture.expectedPixelRange
    guard range == .standardized(nil) else { return range }
    return .standardized(try statistics(of: images, context))
  }

  /// The range of the run that made the weights; nil for weights from elsewhere. Collective.
  private static func recordedRange(_ path: FilePath?, _ context: RankContext) throws -> PixelRange? {
    guard let path else { return nil }
    let text = try context.fromFirst("reading the initial weights") {
      guard let run = try SavedModel(reading: path).run else { return [] }
      let range = try RecordedEvaluation(configuration: run.config, of: path).pixelRange ?? .zeroToOne
      return Array(range.description.utf8)
    }
    return PixelRange(String(decoding: text, as: UTF8.self))
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
