import ArgumentParser
import ExitCodes
import Foundation
import InputFiles
import Network
import SystemPackage
import TextTables
import Training

/// Compares the options that are given with those of a run that is to go on.
struct OptionCheck {
  private let given: GivenTraining
  /// The arguments that decide a result.
  private let deciding: [String]

  init(_ given: GivenTraining) {
    self.given = given
    deciding = FreeOptions.deciding(given.arguments)
  }

  /// Whether a model is given.
  var hasModel: Bool { deciding.contains { $0 == "--model" || $0.hasPrefix("--model=") } }

  /// Throws, with a list, where a request is not that of a run.
  ///
  /// - Parameter architecture: the run's, as JSON; it tells what range of pixels an absent option means.
  func require(
    _ request: TrainingRequest, as recorded: TrainingRequest, of path: FilePath, architecture: String?, advice: String
  ) throws {
    let expected = architecture.flatMap { try? Architecture.decode(Data($0.utf8)).expectedPixelRange }
    let differences = recorded.differences(of: request, expected: expected)
    if !differences.isEmpty { throw ResumeError.otherOptions(differences, than: path, advice: advice) }
  }

  /// Throws, with a list, where options that decide the result are given and say something else than those of a run.
  func requireSame(as recorded: TrainingRequest, of path: FilePath) throws {
    guard !deciding.isEmpty else { return }
    // The command that began the run says the same, whatever its options mean on top of the run's.
    if let same = try? request(deciding, recorded), recorded.differences(of: same, expected: nil).isEmpty { return }
    // That needs no search for the options which are no defaults.
    let simple = try? request(RunArguments(recorded).allWords + several(recorded) + deciding, recorded)
    try require(
      simple ?? changed(recorded, of: path), as: recorded, of: path, architecture: nil,
      advice: "Leave these options out to go on with the run, or add --fork to begin a new one from its weights.")
  }

  /// What the options say on top of those of a run.
  func changed(_ recorded: TrainingRequest, of path: FilePath) throws -> TrainingRequest {
    guard !deciding.isEmpty else { return recorded }
    let typed = deciding.joined(separator: " ").printable()
    guard let words = RunArguments(recorded).words else {
      throw ResumeError(
        .usage, "\(path.printable): no options of this version say what the run was begun with. Leave out \(typed).")
    }
    let begun = words + several(recorded)
    do {
      return try request(begun + deciding, recorded)
    } catch {
      throw ResumeError(
        .usage,
        "\(path.printable) was begun with \(begun.joined(separator: " ").printable()), with which \(typed) does "
          + "not go: \(ResultOptions.message(for: error))")
    }
  }

  private func several(_ recorded: TrainingRequest) -> [String] {
    recorded.repeats > 1 ? ["--repeat", "\(recorded.repeats)"] : []
  }

  /// What arguments ask for.
  ///
  /// - Parameter recorded: has the images of the validation where no file lists them; of several folds, the one that counts.
  private func request(_ arguments: [String], _ recorded: TrainingRequest) throws -> TrainingRequest {
    let options = try ResultOptions.parse(arguments)
    var request = try TrainingRequest(model: options.model, options.training, images: { _ in nil }) { file in
      file == RunArguments.indexFile
        ? recorded.configuration.validationIndices : try given.indices(file, recorded: recorded)
    }
    let fold = recorded.configuration.fold
    if let fold, let own = request.runs.first(where: { $0.configuration.fold?.number == fold.number }) {
      request.configuration = own.configuration
    }
    return request
  }
}
