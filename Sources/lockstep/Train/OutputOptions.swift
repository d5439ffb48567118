import ArgumentParser

/// Options of what a run writes and says.
struct OutputOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "New folder for all files of the run.", discussion: "Default: runs/<time>-<model>.", valueName: "folder"),
    completion: .directory)
  var outputDir: String?

  @Flag(help: "Print at the end where each rank's time went.")
  var profile = false

  @Flag(inversion: .prefixedNo, help: "Write report.html at the end, a page about the run with curves and mistakes.")
  var report = true

  @Option(
    help: ArgumentHelp(
      "End with exit code 2 if the test accuracy is less; with --repeat the mean, with --folds the mean in validation.",
      valueName: "share"))
  var targetAccuracy: Double?

  func validate() throws {
    try require(targetAccuracy, "--target-accuracy", "0 to 1") { (0...1).contains($0) }
  }
}
