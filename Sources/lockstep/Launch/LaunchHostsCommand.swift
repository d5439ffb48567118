import ArgumentParser
import Collectives
import ExitCodes
import Foundation

/// `lockstep launch hosts`.
struct LaunchHostsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hosts", abstract: "Start the ranks of a training on several hosts, over ssh.",
    usage: """
      lockstep launch hosts --hosts <list> [<options>] [--] train …
      lockstep launch hosts --hostfile <file> [<options>] [--] train …
      lockstep launch hosts [<options>] [--] train …    (in a job of Slurm)
      lockstep launch hosts --print --hosts <list> [<options>] [--] train …
      """,
    discussion: """
      Ranks fill one host after the other, each bound to a core. Environment variables LOCKSTEP_… go to all hosts. What the \
      hosts need is in Launch/README.md.
      """)

  @OptionGroup var hosts: HostOptions
  @OptionGroup var launch: LaunchOptions

  @Option(help: ArgumentHelp("core: a core for each thread of a rank; none: ranks may move.", valueName: "core|none"))
  var bind = RankPlacement.Binding.core

  @OptionGroup var mpi: LauncherOption

  func validate() throws {
    guard launch.words.first == TrainCommand.configuration.commandName else {
      throw ValidationError(
        "expected the command train, found \(launch.words.first ?? ""); the others run on one host (Launch/local)")
    }
  }

  func run() async throws {
    try LaunchEnvironment(ProcessInfo.processInfo.environment).requireAlone(for: "launch hosts")
    try hosts.check()
    let command = try LaunchedCommand(launch)
    guard let training = command.training else {
      if launch.print { return try StandardOutput.shellLine(command.line) }
      try BoundProgram.become(command.line)
    }
    if let ranks = launch.ranks { try training.requireShards(for: ranks) }
    guard let launcher = try await RankLauncher.find(mpi.launcher) else {
      throw LaunchError(description: "\(RankLauncher.absence): install it, on every host")
    }
    let all = AvailableHosts(list: try hosts.list(for: launcher.manager), ranks: launch.ranks)
    guard !launch.print else {
      return try StandardOutput.shellLine(line(launcher, training, all, ending: .byLauncher) + command.line)
    }
    let probe = HostProbe(agent: HostProbe.agent(in: launch.moreArguments))
    let wait = HostWait(for: all, probe, seconds: self.hosts.waitForHosts)
    let status = try await launch.supervise(
      command, training, name: "launch hosts", manager: launcher.manager, wait: wait
    ) { mayLackHosts in
      guard mayLackHosts, let probe else {
        return try line(launcher, training, all, areThere: wait == nil || mayLackHosts)
      }
      let present = try await all.answering(probe) { StandardError.line("launch hosts: \($0)") }
      return try present.map { try line(launcher, training, $0) }
    }
    AvailableHosts.removeFile()
    Foundation.exit(status.rawValue)
  }

  /// mpirun with its arguments.
  ///
  /// - Parameter areThere: else their names may lead to no addresses yet.
  private func line(
    _ launcher: RankLauncher, _ training: LaunchedCommand.Training, _ hosts: AvailableHosts,
    ending: LaunchPlan.Ending = .bySupervisor, areThere: Bool = true
  ) throws -> [String] {
    let network =
      areThere
      ? try self.hosts.network(of: hosts.list, for: launcher.manager) { StandardError.line("launch hosts: \($0)") }
      : .allButLocal
    let plan = LaunchPlan(
      .hosts(hosts.list, network, variables: Self.variables), ranks: hosts.ranks, threads: training.threads,
      binding: bind, moreArguments: launch.moreArguments, ending: ending, silence: HostSilence(for: training.stalls))
    return [launcher.path] + plan.arguments(for: launcher.manager)
  }

  /// The names of this program's own variables, without those that no shell can have set.
  private static var variables: [String] {
    ProcessInfo.processInfo.environment.keys.filter { $0.wholeMatch(of: /LOCKSTEP_[A-Za-z0-9_]+/) != nil }.sorted()
  }
}
