import ArgumentParser
import Collectives
import FashionMNIST
import Foundation
import Training

/// Options that change where and how fast a command computes, never what.
struct ComputeOptions: ParsableArguments {
  @OptionGroup var dataset: DatasetOption

  @Option(
    help: ArgumentHelp(
      "Threads of each rank, at most as many as it has shards.",
      discussion:
        "Default: the processors that the rank may use, divided among the ranks of the host that use them too.",
      valueName: "n"))
  var threads: Int?

  func validate() throws {
    try require(threads, "--threads", in: CountRange.workers)
  }

  /// Where the data set lies.
  func location(_ environment: [String: String], parts: [DatasetPart] = DatasetPart.allCases) throws -> DatasetLocation
  {
    try dataset.location(environment, parts: parts)
  }

  /// The threads of this rank: no more than it has shards. Collective.
  func threadCount(_ context: RankContext, shards: Int) throws -> Int {
    let sets = try ProcessorSet.all(of: context.host)
    return min(threads ?? sets[context.host.rank].threads(beside: sets), shards)
  }
}

/// How ranks exchange gradients.
struct ExchangeOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How gradients travel between ranks; the result is the same either way.",
      discussion:
        "shared: through memory that the ranks of a host share; auto: shared where that is possible, else messages.",
      valueName: "auto|shared|messages"))
  var exchange: ExchangeMode = .auto
}

extension ExchangeMode: ExpressibleByArgument {}
