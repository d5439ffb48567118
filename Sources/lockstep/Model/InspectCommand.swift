import ArgumentParser
import Checkpoints
import SystemPackage

/// `lockstep inspect`.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Print what a model file or checkpoint holds: tensors, metadata and the digest of the weights.",
    discussion: "Verifies the file: a damaged one ends with exit code 65.")

  @Argument(
    help: ArgumentHelp("A safetensors file.", valueName: "file"), completion: .file(extensions: ["safetensors"]))
  var file: String

  func run() throws {
    try StandardOutput.line(try Inspection.text(of: FilePath(file)))
  }
}
