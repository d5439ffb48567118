import Checkpoints
import Encodings
import InputFiles
import KernelInterface
import Network
import Reports
import RunRecords
import SystemPackage
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
  /// The checkpoint that the run goes on from; nil for one that begins.
  private let origin: CheckpointOrigin?
  /// Whether there is something to go on from, or nothing ever to be: a run without an epoch is over when it has begun.
  private var hasCheckpoint: Bool
  /// Held as long as the run is written.
  private let lock: FolderLock
  /// Whether the run's start is recorded already.
  private let hasStarted: Bool
  private var clock: CheckpointClock
  /// Whether the last epoch was the best, and is not saved as that yet.
  private var bestIsDue = false

  /// The seconds that a process which was killed may take to end and leave the run to this one.
  private static let patience = 10.0

  init(
    _ description: RunDescription, network: Network, directory: RunDirectory, start: RunStart,
    checkpoints options: CheckpointOptions, progress: ProgressStyle, isSilent: Bool
  ) throws(StorageError) {
    lock = try FolderLock(directory.checkpoints, patience: Self.patience)
    origin = start.origin
    hasCheckpoint = origin != nil || description.configuration.epochs == 0
    hasStarted = try RecordedPast.keep(directory, start)
    self.description = description
    self.directory = directory
    self.isSilent = isSilent
    folder = CheckpointFolder(directory.checkpoints, keep: options.keep)
    checkpoints = CheckpointWriter(
      folder, best: directory.bestCheckpoint, network: network,
      CheckpointSettings(
        description.configuration, dataDigest: description.dataSHA256, runSHA256: description.runSHA256)
    ) { StandardError.line("lockstep: \($0)") }
    clock = CheckpointClock(options.checkpointEvery, from: start.origin?.position)
    metrics = try JSONLinesFile(directory.metrics)
    history = try LineFile(directory.history)
    self.progress = ProgressDisplay(progress, epochs: description.configuration.epochs)
  }

  mutating func runStarted() throws {
    try folder.prepare()
    if !hasStarted {
      try AtomicFile.write(JSONText.text(description, .indented) + "\n", to: directory.config)
      try metrics.append(MetricsRecord.start(description))
    }
    if let origin {
      try metrics.append(MetricsRecord.resume(ResumeRecord(origin, description)))
    } else {
      try history.append(EpochFigures.historyHeader)
    }
    guard !isSilent else { return }
    let resumed = origin.map {
      ("resumed", "after step \($0.position.step), weights sha256 \($0.weightsSHA256.prefix(12))…")
    }
    // Named at once, so that a run that is killed can be found.
    let more = [resumed, ("run directory", "\(directory.path)")].compactMap(\.self).map(RunDescription.planLine)
    StandardError.line((description.planLines + more).joined(separator: "\n"))
  }

  func request(at position: RunPosition) -> RunRequest {
    max(Interruption.take(), bestIsDue || clock.isDue(at: position) ? .checkpoint : .none)
  }

  mutating func checkpoint(_ progress: RunProgress, state: TrainingState, best: FloatBuffer?) {
    // A run that is stopped before its first step must be able to go on, too.
    guard clock.isNew(progress.position) || !hasCheckpoint else { return }
    hasCheckpoint = true
    checkpoints.write(
      TrainingSnapshot(progress, state, best: best), isBest: bestIsDue,
      isRequired: clock.isRequired(at: progress.position))
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
    var figures = record.figures
    figures.weightsSHA256 = state.resultSHA256
    try metrics.append(MetricsRecord.epoch(figures), orLater: Self.warn)
    history.append(record.figures.historyLine, orLater: Self.warn)
    bestIsDue = record.isBest
  }

  mutating func runEnded(_ record: TrainingResult, state: TrainingState) throws {
    progress.runEnded()
    if !isSilent { Self.ending(record).forEach(StandardError.line) }
    // What could not be saved has been said, and the model is saved in its place.
    try? checkpoints.finish()
    let run = try state.run(
      description.configuration, dataDigest: description.dataSHA256, runSHA256: description.runSHA256)
    try SavedModel.write(state.resultTensors, run: run, to: directory.model)
    try metrics.append(MetricsRecord.end(record.figures))
  }

  mutating func keep(_ evidence: Evidence) {
    do {
      for version in evidence.versions {
        let name = "step-\(evidence.step)-\(evidence.subject)-\(version.worker.fileName).safetensors"
        let metadata = ["step": "\(evidence.step)", "subject": evidence.subject, "worker": "\(version.worker)"]
        try EvidenceFile.write(version.tensors, metadata, to: directory.divergence.appending(name))
      }
      StandardError.line("lockstep: both versions are in \(directory.divergence.printable)")
    } catch {
      StandardError.line("lockstep: both versions are lost: \(error)")
    }
  }

  /// A full disk does not end a training: there may be room at its end.
  private static func warn(_ error: StorageError) {
    StandardError.line("lockstep: \(error) Training goes on, and the line follows when there is room.")
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
