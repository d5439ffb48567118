import ArgumentParser
import Network

/// `lockstep summary`.
struct SummaryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "summary", abstract: "Print a model's layers, output shapes and parameters, as Keras does.")

  @OptionGroup var model: ModelOption

  func run() throws {
    try StandardOutput.text(SummaryTable(try Architecture.load(nameOrPath: model.model)).text)
  }
}

/// The model that a command works on.
struct ModelOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A preset (\(Preset.names)), or a file with Keras' JSON (model.to_json()).", valueName: "name|file"))
  var model = "lab-003"
}
