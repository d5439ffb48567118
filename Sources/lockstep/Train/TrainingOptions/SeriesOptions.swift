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
    try require(`repeat`, "--repeat", in: CountRange.seriesRuns)
    try require(folds, "--folds", in: Folds.counts)
    try refuse("--folds", if: folds != nil && `repeat` != nil, "not together with --repeat; give one of them")
    try refuse("--shuffle-folds", if: shuffleFolds && folds == nil, "only with --folds")
  }

  /// The first fold that is asked for; nil without folds.
  func firstFold(seed: UInt64) -> Fold? {
    folds.map { Fold(Folds(count: $0, shuffle: shuffleFolds), number: 0, seed: seed) }
  }
}

/// One of several runs.
struct SeriesRun {
  /// What tells it from the others: "seed 3".
  let title: String
  let configuration: TrainingConfiguration

  /// The name of its folder.
  var folder: String { title.replacing(" ", with: "-") }

  /// Number `number`, counted from 0, of the runs of which `base` is the first: of folds, if that has one, or else of seeds.
  init(_ base: TrainingConfiguration, number: Int) {
    var configuration = base
    if let fold = base.fold {
      configuration.fold = Fold(fold.folds, number: number, seed: fold.seed)
      title = "fold \(number + 1)"
    } else {
      configuration.seed = base.seed &+ UInt64(number)
      title = "seed \(configuration.seed)"
    }
    self.configuration = configuration
  }

  /// A run that is no part of a series: it has nothing to be told from.
  init(alone configuration: TrainingConfiguration) { (title, self.configuration) = ("", configuration) }

  /// All of them: one for each fold, if the first has one, or else with so many seeds.
  static func all(_ base: TrainingConfiguration, repeats: Int) -> [SeriesRun] {
    (0..<(base.fold?.folds.count ?? repeats)).map { SeriesRun(base, number: $0) }
  }
}
