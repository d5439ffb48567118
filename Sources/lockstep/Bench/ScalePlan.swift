import ArgumentParser
import Benchmarks
import Collectives
import FashionMNIST
import Training

/// What `bench scale` runs: the points of the curves, and how each is trained.
struct ScalePlan: Sendable {
  /// Mode by mode, in the order of the options.
  let points: [ScalingPoint]
  let repeats: Int
  let model: String
  let epochs: Int
  /// The threads of each rank.
  let threads: Int
  /// What the user added for all runs.
  let trainOptions: [String]
  private let options: [String]

  /// - Throws: a usage error where `train` would refuse the options of a run.
  init(
    _ scale: ScaleOptions, model: String, placement: PlacementOptions, processors: Processors
  ) throws {
    self.model = model
    epochs = scale.epochs
    threads = placement.threads
    repeats = scale.repeats
    let recipe = NamedModel(model).recipe
    let batch = scale.batchSize ?? recipe.batchSize
    let shards = scale.shards ?? recipe.shards(batchSize: batch)
    let most = processors.ranks(threadsOfEach: placement.threads, shards: shards)
    let ranks = scale.ranks?.elements ?? Array(sequence(first: 1) { 2 * $0 <= most ? 2 * $0 : nil })
    points = scale.mode.elements.flatMap { mode in
      ranks.map { count in
        let placement = RankPlacement(
          ranks: count, threads: placement.threads, processors: processors, binding: placement.start.bind)
        return ScalingPoint(
          mode: mode, oneRankBatch: batch, oneRankShards: shards, oneRankEpochs: scale.epochs, placement: placement)
      }
    }
    trainOptions = scale.trainOptions
    options =
      ["--profile", "--model", model, "--threads", "\(placement.threads)"]
      + ["--validation-split", "0", "--validation-data", "none", "--verbose", "0", "--no-report"]
      + (scale.limitTrainImages.map { ["--limit-train-images", "\($0)"] } ?? [])
      + (scale.data.map { ["--data", $0] } ?? []) + scale.trainOptions
    for point in points { try check(point, cores: processors.cores) }
  }

  /// The arguments of the program for a run of `point` that writes its files to `folder`.
  func arguments(for point: ScalingPoint, folder: String) -> [String] { ["train"] + options(of: point, folder: folder) }

  private func options(of point: ScalingPoint, folder: String) -> [String] {
    let own = ["--batch-size", "\(point.batchSize)", "--shards", "\(point.shards)", "--epochs", "\(point.epochs)"]
    return own + Self.modeOptions(point.mode) + options + ["--output-dir", folder]
  }

  /// The options that `train` gets in a mode, unless the user gives others.
  ///
  /// Weak scaling takes the rule for Adam: the learning rate grows with the square root of the batch. Per image seen,
  /// weights then change as they do with a small batch. With the same rate they change less, and other weights leave
  /// other zeros to skip. Measured on one rank of lab-001, 128 images a step against 64, over one and over two epochs:
  /// with the same rate 2.2 and 1.8 % slower; with the scaled rate 1.6 % faster and 0.7 % slower (medians of five and
  /// four, by turns; AMD EPYC, Zen 4, AVX-512).
  ///
  /// - Source: S. Malladi et al., On the SDEs and Scaling Rules for Adaptive Gradient Algorithms, NeurIPS 2022.
  private static func modeOptions(_ mode: ScalingMode) -> [String] {
    mode == .weak ? ["--lr-scaling", LearningRateScaling.sqrt.rawValue] : []
  }

  private func check(_ point: ScalingPoint, cores: Int) throws {
    let isIndependent = point.mode == .independent
    guard !isIndependent || !point.placement.isOversubscribed else {
      throw ValidationError(
        "--mode independent: \(point.ranks) runs with \(threads) thread(s) each need more than the \(cores) core(s) here, "
          + "which says nothing about the machine; give fewer --ranks or --threads")
    }
    do {
      _ = try TrainCommand.parse(options(of: point, folder: "run"))
      let shards = try ShardCount(point.shards, batchSize: point.batchSize, images: Int(Int32.max))
      _ = try ShardOwnership(rank: 0, ranks: isIndependent ? 1 : point.ranks, shards: shards)
    } catch let error as DataError {
      throw ValidationError(error.description)
    } catch {
      throw ValidationError(TrainCommand.message(for: error))
    }
  }
}
