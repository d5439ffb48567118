import ArgumentParser

/// `lockstep launch`: where the ranks run is a command of its own.
struct LaunchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "launch", abstract: "Start the ranks of a training, and look after them.",
    discussion: """
      Train's arguments are checked first, so that a wrong one is reported once. SIGTERM, SIGINT, SIGHUP and SIGUSR1 make the \
      ranks save a checkpoint and end, with exit code 75; SIGUSR2 makes them save one and go on. When this command ends, its \
      ranks end.

      With --max-restarts the ranks are started again where that may help: after a crash, on the hosts that still answer, and \
      after a signal that this command has not passed on, but not after an error of usage, data or configuration.
      """,
    subcommands: [LaunchLocalCommand.self, LaunchHostsCommand.self])
}
