import ArgumentParser
import Collectives
import Foundation
import SystemPackage

/// `lockstep launch hosts`.
struct LaunchHostsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hosts", abstract: "Print how the ranks of a training are started on several hosts, over ssh.",
    usage: """
      lockstep launch hosts --print --hosts <list> [<options>] [--] train …
      lockstep launch hosts --print --hostfile <file> [<options>] [--] train …
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
    let environment = ProcessInfo.processInfo.environment
    try LaunchEnvironment(environment).requireAlone(for: "launch hosts")
    let list = try hosts.list()
    let command = try LaunchedCommand(launch)
    guard let training = command.training else { return try StandardOutput.shellLine(command.line) }
    if let ranks = launch.ranks { try training.requireShards(for: ranks) }
    guard let launcher = try await RankLauncher.find(mpi.launcher) else {
      throw LaunchError(description: "no mpirun of Open MPI in PATH: Scripts/setup installs it, on every host")
    }
    let plan = LaunchPlan(
      .hosts(list, hosts.network, variables: Self.variables(of: environment)), ranks: launch.ranks,
      threads: training.threads, binding: bind, moreArguments: launch.moreArguments)
    try StandardOutput.shellLine([launcher.path] + plan.openMPIArguments + command.line)
  }

  /// The names of this program's own variables, without those that no shell can have set.
  private static func variables(of environment: [String: String]) -> [String] {
    environment.keys.filter { $0.wholeMatch(of: /LOCKSTEP_[A-Za-z0-9_]+/) != nil }.sorted()
  }
}
