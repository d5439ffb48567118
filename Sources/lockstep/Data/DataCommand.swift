import ArgumentParser

/// `lockstep data`: what each subcommand does is in its own file.
struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data", abstract: "Look at a data set: its numbers, its images, and whether it is Fashion-MNIST.",
    subcommands: [
      DataInfoCommand.self, DataShowCommand.self, DataExploreCommand.self, DataVerifyCommand.self,
    ])
}
