import Checkpoints
import RunRecords
import SystemPackage
import Training

/// What a call of `train` is to do: decided by the first rank, and given to all.
struct TrainingPlan: Codable {
  /// Where the runs' files go.
  enum Place: Codable {
    /// A folder that is to be made; nil for one with a name of its own.
    case new(String?)
    /// The folder of the run, or of the series, that goes on.
    case existing(String)
  }

  let request: TrainingRequest
  let place: Place
  let runs: [PlannedRun]
  /// The number of images to train on, where it is known already: of several runs the fewest.
  var images: Int?
  /// The checkpoint whose weights the runs start from, which were another run's.
  var fork: CheckpointOrigin?

  var isSeries: Bool { runs.count > 1 }

  /// Where a run has its architecture from.
  func model(of run: PlannedRun) -> ModelSource {
    run.architecture.map { .recorded(json: $0, file: request.namedModel.file) } ?? .named(request.namedModel)
  }

  /// For messages: where the files will be.
  var folder: FilePath {
    switch place {
    case .new(let path): FilePath(path ?? "runs")
    case .existing(let path): FilePath(path)
    }
  }
}

/// One run of a plan.
struct PlannedRun: Codable {
  /// What tells it from the others of its series.
  let title: String
  /// The name of its folder among them.
  let folder: String
  let configuration: TrainingConfiguration
  let start: RunStart
  /// The architecture as JSON; nil where it is to be read from the model that is named.
  var architecture: String?

  init(_ run: SeriesRun, _ start: RunStart, architecture: String? = nil) {
    (title, folder, configuration) = (run.title, run.folder, run.configuration)
    (self.start, self.architecture) = (start, architecture)
  }

  /// A run that goes on from a checkpoint.
  init(_ run: SeriesRun, from found: FoundCheckpoint) {
    (title, folder, configuration) = (run.title, run.folder, found.configuration)
    (start, architecture) = (.resumed(CheckpointOrigin(found)), found.checkpoint.run.architecture)
  }
}

extension PlannedRun {
  var isFinished: Bool { if case .finished = start { true } else { false } }
}

/// How a run begins.
enum RunStart: Codable {
  /// In a folder of its own, which is new.
  case new
  /// In the folder where it was stopped before its first checkpoint.
  case anew
  case resumed(CheckpointOrigin)
  /// It has ended already.
  case finished(RunOutcome)

  /// The checkpoint that the run goes on from; nil unless it does.
  var origin: CheckpointOrigin? { if case .resumed(let origin) = self { origin } else { nil } }
}
