import ArgumentParser

/// The options of `train` that go on with a run.
struct ResumeOptions: ParsableArguments {
  /// The word that stands for the run in `--output-dir`, where it has begun.
  private static let auto = "auto"

  @Option(
    help: ArgumentHelp(
      "Go on with a run that was stopped, with the same bits as if it had not been: its folder, or one of its checkpoints.",
      discussion: """
        Model and options are the run's. Ranks, threads and the options under WHERE AND HOW FAST and OUTPUT may be others; \
        any other difference is refused. The folder of train --repeat or --folds goes on with all of its runs. auto, for job \
        scripts: goes on with the run in --output-dir if it has a checkpoint, else begins it.
        """, valueName: "run|auto"),
    completion: .directory)
  var resume: String?

  @Flag(
    help: "Begin a new run with the weights of the one that --resume names, and its options but for those given here.")
  var fork = false

  func validate() throws {
    try refuse("--fork", if: fork && resume == nil, "only with --resume, which names the run")
    try refuse("--fork", if: fork && isAuto, "not with --resume auto; name the run")
  }

  /// Whether it is left to the program whether to go on or to begin.
  var isAuto: Bool { resume == Self.auto }

  /// The run that is to be there; nil where none is named.
  var named: String? { isAuto ? nil : resume }
}
