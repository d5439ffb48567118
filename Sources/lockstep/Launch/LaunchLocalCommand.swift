import ArgumentParser
import Collectives
import ExitCodes
import FashionMNIST
import Foundation

/// `lockstep launch local`.
struct LaunchLocalCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "local", abstract: "Start ranks on this machine.",
    usage: """
      lockstep launch local [<options>] [--] <command> …
      lockstep launch local --print [<options>] [--] <command> …
      """,
    discussion: """
      Ranks are started by mpirun for train; all other commands are run by the program itself. It is the program itself \
      for one rank as well, and where there is no mpirun: one process with threads trains the same weights.

      Every rank has a core of its own where that is possible: by default there are as many ranks as cores for their \
      threads, and no more than shards.
      """)

  @OptionGroup var launch: LaunchOptions
  @OptionGroup var start: StartOptions

  func run() async throws {
    try LaunchEnvironment(ProcessInfo.processInfo.environment).requireAlone(for: "launch local")
    let command = try LaunchedCommand(launch)
    guard let training = command.training else {
      if launch.print { return try StandardOutput.shellLine(command.line) }
      try BoundProgram.become(command.line)
    }
    let placement = try placement(of: training)
    let launcher = placement.ranks > 1 ? try await findLauncher() : nil
    guard !launch.print else {
      return try StandardOutput.shellLine(line(launcher, placement, ending: .byLauncher) + command.line)
    }
    let status = try await launch.supervise(command, training, name: "launch local", manager: launcher?.manager) {
      [self] isRestart in
      // The processors that there are by then.
      let placement = isRestart ? try self.placement(of: training, remarks: false) : placement
      return line(launcher, placement, ending: .bySupervisor)
    }
    Foundation.exit(status.rawValue)
  }

  private func findLauncher() async throws -> RankLauncher? {
    if let launcher = try await RankLauncher.find(start.launcher) { return launcher }
    remark("\(RankLauncher.absence): one process with threads, same results")
    return nil
  }

  /// mpirun with its arguments; nothing where the program is started alone.
  private func line(
    _ launcher: RankLauncher?, _ placement: RankPlacement, ending: LaunchPlan.Ending
  ) -> [String] {
    guard let launcher, placement.ranks > 1 else { return [] }
    return [launcher.path]
      + LaunchPlan(placement, moreArguments: launch.moreArguments, ending: ending)
      .arguments(for: launcher.manager)
  }

  private func placement(
    of training: LaunchedCommand.Training, remarks: Bool = true
  ) throws -> RankPlacement {
    let processors = Processors.current
    let most = processors.ranks(threadsOfEach: training.threads, shards: .max)
    let usual = processors.ranks(threadsOfEach: training.threads, shards: training.shards.count)
    let ranks = launch.ranks ?? usual
    try training.requireShards(for: ranks)
    let placement = RankPlacement(
      ranks: ranks, threads: training.threads, processors: processors, binding: start.bind)
    guard remarks else { return placement }
    if launch.ranks == nil, usual < most {
      remark("\(most) cores but ranks for \(usual) only, the number of shards (more with --shards or --batch-size)")
    }
    if placement.crowding == .processors {
      remark("\(ranks) ranks share \(processors.count) CPUs: right for a test, slow for training")
    }
    return placement
  }

  private func remark(_ text: String) { StandardError.line("launch local: \(text)") }
}
