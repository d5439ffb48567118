import ArgumentParser
import Collectives

/// Options of what happens when no rank gets on; their names are those of horovodrun.
struct StallOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Name the ranks that are late when none has got on for so long, and again after each doubling; 0 for never.",
      discussion: "A phase counts as getting on when it ends; an evaluation image by image.", valueName: "seconds"))
  var stallCheckWarningTimeSeconds = 60

  @Option(
    help: ArgumentHelp(
      "End all ranks with exit code 70 when none has got on for so long, also at the start; 0 for never.",
      valueName: "seconds"))
  var stallCheckShutdownTimeSeconds = 0

  func validate() throws {
    try require(stallCheckWarningTimeSeconds, "--stall-check-warning-time-seconds", in: CountRange.seconds)
    try require(stallCheckShutdownTimeSeconds, "--stall-check-shutdown-time-seconds", in: CountRange.seconds)
  }

  /// The times as numbers.
  var times: StallTimes {
    StallTimes(warning: Double(stallCheckWarningTimeSeconds), shutdown: Double(stallCheckShutdownTimeSeconds))
  }
}
