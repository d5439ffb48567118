import ArgumentParser
import Training

/// Options of when a run saves where it stands.
struct CheckpointOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "When to save a checkpoint: after so many epochs, steps or seconds, whichever comes first; none: at the end alone.",
      valueName: "1epoch,500steps,60s"))
  var checkpointEvery = CheckpointSchedule.standard

  @Option(help: ArgumentHelp("How many checkpoints stay, besides that of the best epoch.", valueName: "n"))
  var keep = 3

  func validate() throws {
    try require(keep, "--keep", in: CountRange.checkpoints)
  }
}

extension CheckpointSchedule: ExpressibleByArgument {}
