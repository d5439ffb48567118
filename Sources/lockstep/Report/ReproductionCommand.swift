import ArgumentParser
import FashionMNIST
import Reports
import TextTables
import Training

/// The command line that trains the weights of a run again.
///
/// It is made from the configuration, not from what was typed, because another version may have other defaults. It is
/// then parsed again, as a check that it means this run.
struct ReproductionCommand {
  private let description: RunDescription
  private let configuration: TrainingConfiguration
  /// Where the images of the validation must be listed.
  private static let indexFile = "validation-indices.txt"

  init(_ description: RunDescription) {
    self.description = description
    configuration = description.configuration
  }

  var reproduction: Reproduction {
    guard let arguments else {
      return Reproduction(
        command: nil, conditions: ["No options of this version of the program say what the configuration says."])
    }
    return Reproduction(
      command: (prefix + ["lockstep"] + arguments.map(\.shellWord)).joined(separator: " "), conditions: conditions)
  }

  /// The options that are needed; nil where options cannot express the configuration.
  var arguments: [String]? {
    let fixed: [[String]] = [
      ["--model", description.modelFile ?? configuration.model], ["--epochs", "\(configuration.epochs)"],
      ["--seed", "\(seed)"],
    ]
    var options = configuration.options + fileOptions
    guard says(fixed + options) else { return nil }
    for index in options.indices.reversed() {
      let option = options.remove(at: index)
      if !says(fixed + options) { options.insert(option, at: index) }
    }
    return ["train"] + (fixed + options).flatMap(\.self)
  }

  /// Folds are drawn with the seed of the first of them.
  private var seed: UInt64 { configuration.fold?.seed ?? configuration.seed }

  private var fileOptions: [[String]] {
    [
      configuration.validationIndices.map { _ in ["--validation-indices", Self.indexFile] },
      description.initialWeights.map { ["--initial-weights", $0] },
    ].compactMap(\.self)
  }

  /// Whether this run is among those that the options ask for.
  private func says(_ options: [[String]]) -> Bool {
    guard let result = try? ResultOptions.parse(options.flatMap(\.self)), var base = try? result.configuration else {
      return false
    }
    let training = result.training
    if training.validation.validationIndices != nil { base.validationIndices = configuration.validationIndices }
    // Not all runs of the series are made to find one: there may be 60,000.
    let number = configuration.fold?.number ?? 0
    return training.course.initialWeights == description.initialWeights
      && (0..<training.series.count).contains(number)
      && training.series.run(number, base).configuration == configuration
  }

  private var prefix: [String] {
    (description.kernelFamily == "portable" ? ["LOCKSTEP_KERNELS=portable"] : [])
      + (configuration.reduction == .mpi ? ["mpirun", "-n", "\(description.ranks)"] : [])
  }

  private var conditions: [String] {
    var conditions = ["With the data whose digest is below, and version \(description.version) of lockstep."]
    if description.modelFile != nil { conditions.append("The model's file must be the same as then.") }
    if description.initialWeights != nil {
      conditions.append("The file of the initial weights must be the same as then.")
    }
    if let selection = configuration.validationIndices {
      conditions.append("\(Self.indexFile) lists the images \(selection).")
    }
    if let fold = configuration.fold { conditions.append("The weights are those of fold \(fold.number + 1).") }
    if configuration.reduction == .mpi {
      conditions.append("With --reduction mpi the bits depend on the number of ranks and on the MPI library.")
    }
    return conditions
  }
}
