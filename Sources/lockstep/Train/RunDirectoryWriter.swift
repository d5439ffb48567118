import Checkpoints
import Encodings
import KernelInterface
import Network
import Reports
import RunRecords
import Training

/// Rank 0's observer: plan and progress for the user, and the files of the run directory.
struct RunDirectoryWriter: TrainingObserver {
  private let description: RunDescription
  private let directory: RunDirectory
  private let folder: CheckpointFolder
  private let checkpoints: CheckpointWriter
  private let metrics: JSONLinesFile
  private let history: LineFile
  /// Whether the plan and remarks are left out.
  private let isSilent: Bool
  private let progress: ProgressDisplay
  private var clock: CheckpointClock
  /// Whether the last epoch was the best, and is not saved as that yet.
  private var bestIsDue = false

  init(
    _ description: RunDescription, network: Network, directory: RunDirectory, checkpoints options: CheckpointOptions,
    progress: ProgressStyle, isSilent: Bool
  ) throws(StorageError) {
    self.description = description
    self.directory = directory
    self.isSilent = isSilent
    folder = CheckpointFolder(directory.checkpoints, keep: options.keep)
    checkpoints = CheckpointWriter(
      folder, best: directory.bestCheckpoint, network: network,
      CheckpointSettings(description.configuration, dataDigest: description.dataSHA256)
    ) { StandardError.line("lockstep: \($0)") }
    clock = CheckpointClock(options.checkpointEvery)
    metrics = try JSONLinesFile(directory.metrics)
    history = try LineFile(directory.history)
    self.progress = ProgressDisplay(progress, epochs: description.configuration.epochs)
  }

  mutating func runStarted() throws {
    try AtomicFile.write(JSONText.text(description, .indented) + "\n", to: directory.config)
    try folder.prepare()
    try metrics.append(MetricsRecord.start(description))
    try history.append(EpochFigures.historyHeader)
    guard !isSilent else { return }
    // Named at once, so that a run that is killed can be found.
    let lines = description.planLines + [RunDescription.planLine("run directory", "\(directory.path)")]
    StandardError.line(lines.joined(separator: "\n"))
  }

  func request(at position: RunPosition) -> RunRequest {
    max(Interruption.take(), bestIsDue || clock.isDue(at: position) ? .checkpoint : .none)
  }

  mutating func checkpoint(_ progress: RunProgress, state: TrainingState, best: FloatBuffer?) {
    guard clock.isNew(progress.position) else { return }
    checkpoints.write(TrainingSnapshot(progress, state, best: best), isBest: bestIsDue)
    clock.saved(at: progress.position)
    bestIsDue = false
  }

  func runStopping() throws {
    progress.runEnded()
    try checkpoints.finish()
  }

  mutating func stepEnded(_ progress: StepProgress) { self.progress.stepEnded(progress) }

  func evaluationWatch(epoch: Int?) -> EvaluationWatch? {
    progress.evaluationWatch(epoch == nil ? .test : .validation)
  }

  mutating func epochEnded(_ record: EpochRecord, state: TrainingState) throws {
    progress.epochEnded(record, steps: description.stepsPerEpoch)
    try metrics.append(MetricsRecord.epoch(record.figures))
    try history.append(record.figures.historyLine)
    bestIsDue = record.isBest
  }

  mutating func runEnded(_ record: TrainingResult, state: TrainingState) throws {
    progress.runEnded()
    if !isSilent { Self.ending(record).forEach(StandardError.line) }
    // What could not be saved has been said, and the model is saved in its place.
    try? checkpoints.finish()
    let run = try state.run(description.configuration, dataDigest: description.dataSHA256)
    try SavedModel.write(state.resultTensors, run: run, to: directory.model)
    try metrics.append(MetricsRecord.end(record.figures))
  }

  /// Why a run ended as it did, in Keras' words; nothing where it ended with its last epoch.
  private static func ending(_ record: TrainingResult) -> [String] {
    let trained = record.figures.epochs
    return (record.stoppedEarly ? ["Epoch \(trained): early stopping"] : [])
      + (record.lastEpoch == trained
        ? [] : ["Restoring model weights from the end of the best epoch: \(record.lastEpoch)."])
  }

  /// Writes where the ranks' time went.
  func record(_ profiles: [RankProfile]) throws(StorageError) {
    if !profiles.isEmpty { try metrics.append(MetricsRecord.profile(profiles)) }
  }
}
