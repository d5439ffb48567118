import ArgumentParser
import Network

/// The model that a command works on.
struct ModelOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A preset (\(Preset.names)), or a file with Keras' JSON (model.to_json()).", valueName: "name|file"),
    completion: .file(extensions: ["json"]))
  var model = "lab-003"
}
