import ArgumentParser

/// `lockstep launch`: where the ranks run is a command of its own.
struct LaunchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "launch", abstract: "Print the command line that starts the ranks of a training.",
    discussion: """
      The scripts Launch/local and Launch/hosts run what is printed. This command starts nothing; it checks train's \
      arguments, so that a wrong one is reported once.
      """,
    subcommands: [LaunchLocalCommand.self, LaunchHostsCommand.self])
}
