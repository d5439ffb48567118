import ArgumentParser
import FashionMNIST
import Training

/// The options of `train` about several runs of one kind, to know how much their results vary.
struct SeriesOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Train so many times, each with the next seed, and print means and deviations.", valueName: "n"))
  var `repeat`: Int?

  @Option(
    help: ArgumentHelp(
      "Train so many times, each time validating with another part of the training images (k-fold cross-validation).",
      valueName: "k"))
  var folds: Int?

  @Flag(
    help: "Draw the images of the folds; otherwise each is a range of the file (scikit-learn's KFold with shuffle).")
  var shuffleFolds = false

  func validate() throws {
    try require(`repeat`, "--repeat", "at least 1") { $0 >= 1 }
    try require(folds, "--folds", "at least 2") { $0 >= 2 }
    try refuse("--folds", if: folds != nil && `repeat` != nil, "not together with --repeat; give one of them")
    try refuse("--shuffle-folds", if: shuffleFolds && folds == nil, "only with --folds")
  }

  /// The runs that are asked for, of which the base is the first.
  func runs(_ base: TrainingConfiguration) -> [SeriesRun] {
    if let folds {
      return (0..<folds).map { number in
        var configuration = base
        configuration.fold = Fold(Folds(count: folds, shuffle: shuffleFolds), number: number, seed: base.seed)
        return SeriesRun(title: "fold \(number + 1)", configuration: configuration)
      }
    }
    return (0..<UInt64(`repeat` ?? 1)).map { number in
      var configuration = base
      configuration.seed = base.seed &+ number
      return SeriesRun(title: "seed \(configuration.seed)", configuration: configuration)
    }
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
