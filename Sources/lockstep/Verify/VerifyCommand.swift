import ArgumentParser
import Collectives
import ExitCodes
import Reports
import SystemPackage
import TextTables
import Training

/// `lockstep verify`.
struct VerifyCommand: ParsableCommand, RunsOnAllRanks {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Compute a run again, and compare each epoch with what the run has recorded.",
    usage: "lockstep verify <run> [<options>]",
    discussion: """
      Compares the digest of the weights and the figures of each epoch, and the result, with metrics.jsonl; the model and \
      the checkpoints are compared with it too. Works alone and under mpirun: whatever ranks, threads and kernels \
      are here compute the same bits. Of a run that was stopped, the epochs so far are verified. Nothing is written into \
      the folder.

      Exit codes: 0 all is as recorded; 2 something differs, and the first epoch that does is named; 65 the run was \
      trained on other data, or by a version that recorded no digests; 78 by a version whose kernels gave \
      other bits.
      """)

  @Argument(
    help: ArgumentHelp("Folder of a run, or of train --repeat or --folds for all runs in it.", valueName: "run"),
    completion: .directory)
  var folder: String

  @Option(
    help: ArgumentHelp(
      "Only these epochs, counted from 1.",
      discussion: """
        Computed from the last checkpoint before them that is as recorded, else from the beginning. Default: all, from the \
        beginning.
        """, valueName: "a-b"))
  var epochs: EpochRange?

  @OptionGroup var compute: ComputeOptions
  @OptionGroup var exchange: ExchangeOption
  @OptionGroup var progress: ProgressOptions

  func validate() throws {
    guard let epochs else { return }
    try require(epochs.first, "--epochs", in: CountRange.measuredEpochs)
    try require(epochs.last, "--epochs", in: CountRange.measuredEpochs)
    try refuse("--epochs", if: epochs.first > epochs.last, "\(epochs.defaultValueDescription) ends before it begins")
  }

  func run() throws { try RankContext.run { context in try verify(context) } }

  private func verify(_ context: RankContext) throws {
    let runs = try [RecordedRun](in: folder, context)
    // What cannot be verified is known before anything is computed.
    let verifications = try runs.map {
      try Verification(
        $0, epochs: epochs, compute: compute, exchange: exchange.exchange, progress: display($0, context), context)
    }
    var differences: [String] = []
    for verification in verifications {
      if let difference = try verification.difference() {
        differences.append(difference)
        if runs.count > 1, context.isFirst { StandardError.line("differs: \(difference)") }
      } else if context.isFirst {
        try StandardOutput.text(verification.result)
      }
    }
    guard let first = differences.first else { return }
    throw VerificationError(
      .targetMissed,
      runs.count == 1
        ? first : "\(differences.count) of \(runs.count) runs differ from what they have recorded, see above.")
  }

  /// How the user is told of a run; nil on the other ranks, and where nobody wants to know.
  private func display(_ run: RecordedRun, _ context: RankContext) -> ProgressDisplay? {
    let style = progress.style(context.environment)
    guard context.isFirst, style != .none else { return nil }
    return ProgressDisplay(style, epochs: run.description.configuration.epochs)
  }
}
