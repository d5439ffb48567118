import ArgumentParser
import FashionMNIST
import Training

/// The options of `train` about several runs of one kind, to know how much their results vary.
struct SeriesOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Train this many times, each with the next seed, and print means and standard deviations.", valueName: "n"))
  var `repeat`: Int?

  @Option(
    help: ArgumentHelp(
      "Train this many times, each time validating with another part of the training images (k-fold cross-validation).",
      valueName: "k"))
  var folds: Int?

  @Flag(
    help: "Draw the images of each fold (scikit-learn's KFold with shuffle); otherwise a fold is a range of the file.")
  var shuffleFolds = false

  func validate() throws {
    let counts = Folds.counts
    try require(`repeat`, "--repeat", "1 to 10000") { (1...10_000).contains($0) }
    try require(folds, "--folds", "\(counts.lowerBound) to \(counts.upperBound)") { counts.contains($0) }
    try refuse("--folds", if: folds != nil && `repeat` != nil, "not together with --repeat; give one of them")
    try refuse("--shuffle-folds", if: shuffleFolds && folds == nil, "only with --folds")
  }

  /// The runs that are asked for, of which the base is the first.
  func runs(_ base: TrainingConfiguration) -> [SeriesRun] { (0..<count).map { run($0, base) } }

  /// How many runs are asked for.
  var count: Int { folds ?? `repeat` ?? 1 }

  /// One of the runs, counted from 0.
  func run(_ number: Int, _ base: TrainingConfiguration) -> SeriesRun {
    var configuration = base
    if let folds {
      configuration.fold = fold(number, of: folds, seed: base.seed)
      return SeriesRun(title: "fold \(number + 1)", configuration: configuration)
    }
    configuration.seed = base.seed &+ UInt64(number)
    return SeriesRun(title: "seed \(configuration.seed)", configuration: configuration)
  }

  /// The first fold that is asked for; nil without folds.
  func firstFold(seed: UInt64) -> Fold? { folds.map { fold(0, of: $0, seed: seed) } }

  private func fold(_ number: Int, of count: Int, seed: UInt64) -> Fold {
    Fold(Folds(count: count, shuffle: shuffleFolds), number: number, seed: seed)
  }
}

/// One of several runs.
struct SeriesRun {
  /// What tells it from the others: "seed 3".
  let title: String
  let configuration: TrainingConfiguration

  /// The name of its folder.
  var folder: String { title.replacing(" ", with: "-") }
}
