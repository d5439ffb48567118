import ArgumentParser
import Checkpoints
import Reports
package import SystemPackage
import Training

/// What the program makes of words and files from outside, without a run, a rank or a line of output, so that tests can try
/// many of them in one process.
package enum OutsideInput {
  /// How a command line ends that starts nothing: one that is refused, or only asks.
  package struct Ending: Error {
    /// The exit code.
    package let code: Int32
    /// What is printed.
    package let text: String
  }

  /// Parses the bytes of a command line, the program's name left out.
  ///
  /// - Returns: of a training the words that ask for the same whatever the defaults are; nil of any other command.
  package static func command(_ words: [[UInt8]]) throws(Ending) -> [String]? {
    do {
      for (index, word) in words.enumerated() {
        try ArgumentBytes.require(word.map { CChar(bitPattern: $0) }, "argument \(index + 1)")
      }
      let command = try Lockstep.parseAsRoot(words.map { String(decoding: $0, as: UTF8.self) })
      return try (command as? TrainCommand)?.spelledOut
    } catch {
      throw Ending(code: Lockstep.exitCode(for: error).rawValue, text: Lockstep.fullMessage(for: error))
    }
  }

  /// The pages that `report` makes of a run without its model, and of two such runs.
  package static func pages(of run: FilePath) throws -> [String] {
    let stored = try StoredRun(RunDirectory(reading: run))
    let content = try ReportContent(stored, nil, nil, remarks: [])
    return [try ReportPage(content).html(), try ReportedRuns([run.string, run.string]).html()]
  }

  /// Makes the network of a model file, with its weights, as `evaluate` and `predict` do.
  package static func model(_ path: FilePath) throws { _ = try TrainedModel(path, .alone([:])) }
}

extension TrainCommand {
  /// The command with all options that decide its result; nil where those are a run's that is to go on.
  fileprivate var spelledOut: [String]? {
    get throws {
      guard resume.named == nil else { return nil }
      let configuration = try training.configuration(NamedModel(model.model))
      let indices = training.validation.validationIndices.map { ["--validation-indices", $0] } ?? []
      let fixed = [
        "--model", model.model, "--epochs", "\(configuration.epochs)", "--seed", "\(configuration.seed)",
      ]
      return ["train"] + fixed + configuration.options.flatMap(\.self) + indices
    }
  }
}
