import ArgumentParser

/// Options of `doctor`: what is to be possible here.
struct DoctorOptions: ParsableArguments {
  @OptionGroup private var modelOption: ModelOption

  @Option(
    help: ArgumentHelp(
      "Threads of each rank, as in train.", discussion: "Default: those that train would take.", valueName: "n"))
  var threads: Int?

  @Option(
    help: ArgumentHelp(
      "Folder for the files of a run, as in train.", discussion: "Default: a new one in runs.", valueName: "folder"),
    completion: .directory)
  var outputDir: String?

  @OptionGroup var dataset: DatasetOption
  @OptionGroup private var launcherOption: LauncherOption

  @Flag(help: "Print findings, and what was seen, as JSON.")
  var json = false

  /// The model that is to be trained.
  var model: String { modelOption.model }
  /// As the user named it; nil for the one in the path.
  var launcher: String? { launcherOption.launcher }

  func validate() throws {
    try require(threads, "--threads", in: CountRange.workers)
  }
}
