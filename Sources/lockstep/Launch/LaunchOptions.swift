import ArgumentParser
import Foundation

/// The options that all places have in common, and the command that is to be run there.
struct LaunchOptions: ParsableArguments {
  @Flag(help: "Print the command line, as one line for a shell, and start nothing.")
  var print = false

  @Option(
    help: ArgumentHelp(
      "How often ranks that end by a crash, with a lost host or by a signal from elsewhere are started again, from the newest "
        + "checkpoint.", valueName: "n"))
  var maxRestarts = 0

  @Option(
    name: [.customShort("n"), .long],
    help: ArgumentHelp(
      "Number of ranks.", discussion: "Default: one per core and at most one per shard; of hosts, all their slots.",
      valueName: "n"))
  var ranks: Int?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("More arguments for mpirun, split at spaces.", valueName: "arguments"))
  var mpiArgs: String?

  @Option(
    help: ArgumentHelp(
      "The program's file, which lies at the same place on all hosts.", discussion: "Default: this one.",
      valueName: "file"), completion: .file())
  var program: String?

  @Argument(
    parsing: .captureForPassthrough,
    help: ArgumentHelp("What the ranks run, with its options: train --model lab-001.", valueName: "command"))
  var command: [String] = []

  func validate() throws {
    try require(ranks, "--ranks", in: CountRange.workers)
    guard program?.isEmpty != true else { throw ValidationError("--program: expected a file") }
    guard let first = words.first else {
      throw ValidationError("no command: end with what the ranks are to do, as in train --model lab-001")
    }
    guard !first.hasPrefix("-") || words.count < command.count else {
      throw ValidationError(
        "no option \(first) here: one of the program's own goes behind its command, as in train \(first)")
    }
    try require(maxRestarts, "--max-restarts", in: CountRange.restarts)
  }

  /// The command without the two hyphens that may stand before it.
  var words: [String] { Array(command.first == "--" ? command.dropFirst() : command[...]) }

  /// More arguments for the launcher.
  var moreArguments: [String] { (mpiArgs ?? "").split(separator: " ").map(String.init) }

  /// The program as the ranks find it, from the root on.
  func programPath() throws -> String {
    guard let path = program ?? Bundle.main.executablePath else { throw LaunchError.programUnknown }
    return path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
  }
}
