import ArgumentParser

/// `lockstep bench`: what each benchmark does is in its own file.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure how fast this program is on this machine.",
    subcommands: [KernelsCommand.self, CommCommand.self, ScaleCommand.self])
}
