import ArgumentParser
import Collectives
import FashionMNIST
import SystemPackage
import TextTables
import Training

/// The command of the program that is to be started.
struct LaunchedCommand {
  /// The program and its arguments.
  let line: [String]
  /// Where ranks can work on it: `train`, unless it only answers.
  let training: Training?

  /// What a training says of the ranks that can work on it.
  struct Training {
    let shards: ShardCount
    /// The threads of each rank.
    let threads: Int
    /// The folder that it is to write; nil for one that it names itself, after the model.
    let folder: FilePath?
    let model: String
    /// The run that it goes on with.
    let resume: ResumeOptions
    /// When its ranks speak of others that hang, and end.
    let stalls: StallTimes

    fileprivate init(_ command: TrainCommand, _ arguments: [String]) throws {
      shards = try command.shardsToLaunch(arguments)
      threads = command.compute.threads ?? 1
      folder = command.output.outputDir.map { FilePath($0) }
      model = command.modelName
      resume = command.resume
      stalls = command.stalls.times
    }

    /// Throws the error of the ranks themselves where there are more of them than shards.
    func requireShards(for ranks: Int) throws(DataError) {
      _ = try ShardOwnership(rank: 0, ranks: ranks, shards: shards)
    }
  }

  /// - Throws: the usage error of `train` for wrong arguments.
  init(_ options: LaunchOptions) throws {
    let words = options.words
    line = [try options.programPath()] + words
    let asks = words.contains { ["-h", "--help", "--version"].contains($0) }
    guard words.first == TrainCommand.configuration.commandName, !asks else {
      training = nil
      return
    }
    training = try (Launchable.parseAsRoot(words) as? TrainCommand).map { try Training($0, Array(words.dropFirst())) }
  }

  /// The program as far as its commands start ranks: with it, messages about their arguments are as the ranks' own.
  private struct Launchable: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "lockstep", subcommands: [TrainCommand.self])
  }
}

extension StandardOutput {
  /// Prints a command as one line of a shell.
  static func shellLine(_ words: [String]) throws(OutputError) {
    try line(words.map(\.shellWord).joined(separator: " "))
  }
}
