import FashionMNIST
import Reports
import TextTables
import Training

/// The command line that trains the weights of a run again.
struct ReproductionCommand {
  private let description: RunDescription
  private let configuration: TrainingConfiguration

  init(_ description: RunDescription) {
    self.description = description
    configuration = description.configuration
  }

  var reproduction: Reproduction {
    guard let words = RunArguments(description.request).words else {
      return Reproduction(
        command: nil, conditions: ["No options of this version of the program say what the configuration says."])
    }
    return Reproduction(
      command: (prefix + ["lockstep", "train"] + words.map(\.shellWord)).joined(separator: " "), conditions: conditions)
  }

  private var prefix: [String] {
    configuration.reduction == .mpi ? ["mpirun", "-n", "\(description.ranks)"] : []
  }

  private var conditions: [String] {
    var conditions = ["With the data whose digest is below, and version \(description.version) of lockstep."]
    if description.modelFile != nil { conditions.append("The model's file must be the same as then.") }
    if description.initialWeights != nil {
      conditions.append("The file of the initial weights must be the same as then.")
    }
    if let selection = configuration.validationIndices {
      conditions.append("\(RunArguments.indexFile) lists the images \(selection).")
    }
    if let fold = configuration.fold { conditions.append("The weights are those of fold \(fold.number + 1).") }
    if configuration.reduction == .mpi {
      conditions.append("With --reduction mpi the bits depend on the number of ranks and on the MPI library.")
    }
    return conditions
  }
}
