import ArgumentParser
import Benchmarks

/// The options of `bench scale` that say what is run.
struct ScaleOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Numbers of ranks to compare.",
      discussion: "Default: 1, 2, 4 and so on, as far as there are cores and shards.", valueName: "n,n,…"))
  var ranks: CommaSeparated<Int>?

  @Option(
    help: ArgumentHelp(
      "strong: the same batch for any number of ranks; weak: the same work for each rank.",
      discussion:
        "independent: as many runs of one rank, side by side and without communication; each has its own batch.",
      valueName: "strong,weak,independent"))
  var mode = CommaSeparated([ScalingMode.strong, .weak])

  @Option(help: ArgumentHelp("Runs of each number of ranks in each mode.", valueName: "n"))
  var repeats = 5

  @Option(
    help: ArgumentHelp(
      "Images per step: of all ranks together (strong), of each rank (weak) or run (independent).",
      discussion: "Default: the preset's recipe, or 32.", valueName: "n"))
  var batchSize: Int?

  @Option(
    help: ArgumentHelp(
      "Parts into which a batch is cut: of all ranks together (strong), for each rank (weak) or run (independent).",
      discussion: "Default: what train takes for a batch of this size.", valueName: "n"))
  var shards: Int?

  @Option(help: ArgumentHelp("Epochs of each run; weak scaling multiplies them by the ranks.", valueName: "n"))
  var epochs = 1

  @Option(help: ArgumentHelp("Use only the first n training images.", valueName: "n"))
  var limitTrainImages: Int?

  @Option(
    help: ArgumentHelp(
      "Folder with the four IDX files, plain or gzip.", discussion: "Default: where train looks.", valueName: "folder"),
    completion: .directory)
  var data: String?

  @Argument(
    parsing: .postTerminator,
    help: ArgumentHelp(
      "Further options of train, for all runs, after two hyphens: -- --reduction mpi.", valueName: "train-option"))
  var trainOptions: [String] = []

  func validate() throws {
    for count in ranks?.elements ?? [] { try require(count, "--ranks", in: CountRange.workers) }
    try require(repeats, "--repeats", in: CountRange.measurements)
    // Larger ones might overflow when multiplied with ranks; the others are left to train.
    try require(epochs, "--epochs", in: CountRange.measuredEpochs)
    try require(batchSize, "--batch-size", in: CountRange.images)
    try require(shards, "--shards", in: CountRange.images)
  }
}

/// Options of where the ranks of a benchmark run.
struct PlacementOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Threads of each rank.", valueName: "n"))
  var threads = 1

  @OptionGroup var start: StartOptions

  func validate() throws { try require(threads, "--threads", in: CountRange.workers) }
}

extension ScalingMode: ExpressibleByArgument {}
