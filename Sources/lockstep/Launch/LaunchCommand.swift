import ArgumentParser

/// `lockstep launch`: where the ranks run is a command of its own.
struct LaunchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "launch", abstract: "Print the command line that starts the ranks of a training.",
    discussion: """
      The scripts Launch/local and Launch/hosts become what is printed. Nothing is started here, and no MPI: a wrong \
      argument of train has one message, and not one for each rank.
      """,
    subcommands: [LaunchLocalCommand.self, LaunchHostsCommand.self])
}
