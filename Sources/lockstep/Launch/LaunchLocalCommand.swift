import ArgumentParser
import Collectives
import FashionMNIST
import Foundation

/// `lockstep launch local`.
struct LaunchLocalCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "local", abstract: "Print how ranks are started on this machine.",
    usage: "lockstep launch local --print [<options>] [--] <command> …",
    discussion: """
      The command line is one of mpirun for train, and the program itself for all other commands. It is the program itself \
      for one rank as well, and where there is no mpirun: one process with threads trains the same weights.

      Every rank has a core of its own where that is possible: by default there are as many ranks as cores for their \
      threads, and no more than shards.
      """)

  @OptionGroup var launch: LaunchOptions
  @OptionGroup var start: StartOptions

  func run() async throws {
    try LaunchEnvironment(ProcessInfo.processInfo.environment).requireAlone(for: "launch local")
    let command = try LaunchedCommand(launch)
    try StandardOutput.shellLine(try await launcherLine(command) + command.line)
  }

  /// mpirun with its arguments; nothing where the program is started alone.
  private func launcherLine(_ command: LaunchedCommand) async throws -> [String] {
    guard let training = command.training else { return [] }
    let placement = try placement(of: training)
    guard placement.ranks > 1 else { return [] }
    guard let launcher = try await RankLauncher.find(start.launcher) else {
      remark("no mpirun of Open MPI in PATH (Scripts/setup installs it): one process with threads, same results")
      return []
    }
    if placement.crowding == .processors {
      remark("\(placement.ranks) ranks share \(Processors.current.count) CPUs: right for a test, slow for training")
    }
    return [launcher.path] + LaunchPlan(placement, moreArguments: launch.moreArguments).openMPIArguments
  }

  private func placement(of training: LaunchedCommand.Training) throws -> RankPlacement {
    let processors = Processors.current
    let most = processors.ranks(threadsOfEach: training.threads, shards: .max)
    let usual = processors.ranks(threadsOfEach: training.threads, shards: training.shards.count)
    if launch.ranks == nil, usual < most {
      remark("\(most) cores but ranks for \(usual) only, the number of shards (more with --shards or --batch-size)")
    }
    let ranks = launch.ranks ?? usual
    try training.requireShards(for: ranks)
    return RankPlacement(ranks: ranks, threads: training.threads, processors: processors, binding: start.bind)
  }

  private func remark(_ text: String) { StandardError.line("launch local: \(text)") }
}
