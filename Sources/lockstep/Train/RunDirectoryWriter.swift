import Checkpoints
import Foundation
import Network
import Reports
import Training

/// Rank 0's observer: plan and progress for the user, and the files of the run directory.
struct RunDirectoryWriter: TrainingObserver {
  private let description: RunDescription
  private let directory: RunDirectory
  private let checkpoints: CheckpointFolder
  private let metrics: JSONLinesFile
  private let history: LineFile
  /// Whether the plan and remarks are left out.
  private let isSilent: Bool
  private let progress: ProgressDisplay

  init(
    _ description: RunDescription, directory: RunDirectory, progress: ProgressStyle, isSilent: Bool
  ) throws(StorageError) {
    self.description = description
    self.directory = directory
    self.isSilent = isSilent
    checkpoints = CheckpointFolder(directory.checkpoints)
    metrics = try JSONLinesFile(directory.metrics)
    history = try LineFile(directory.history)
    self.progress = ProgressDisplay(progress, epochs: description.configuration.epochs)
  }

  mutating func runStarted() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write(String(decoding: try encoder.encode(description), as: UTF8.self) + "\n", to: directory.config)
    try checkpoints.prepare()
    try metrics.append(StartEvent(run: description))
    try history.append("epoch,loss,accuracy,val_loss,val_accuracy,seconds,images_per_second")
    guard !isSilent else { return }
    // Named at once, so that a run that is killed can be found.
    let lines = description.planLines + [RunDescription.planLine("run directory", "\(directory.path)")]
    StandardError.line(lines.joined(separator: "\n"))
  }

  mutating func stepEnded(_ progress: StepProgress) { self.progress.stepEnded(progress) }

  func evaluationWatch(epoch: Int?) -> EvaluationWatch? {
    progress.evaluationWatch(epoch == nil ? .test : .validation)
  }

  mutating func epochEnded(_ record: EpochRecord, state: TrainingState) throws {
    progress.epochEnded(record, steps: description.stepsPerEpoch)
    let event = EpochEvent(record)
    try metrics.append(event)
    try history.append(event.historyLine)
    let run = try state.run(description.configuration, dataDigest: description.dataSHA256)
    let checkpoint = Checkpoint(weights: state.weightTensors, slots: state.slots, run: run)
    try checkpoints.write(checkpoint)
    if record.isBest { try checkpoint.write(to: directory.bestCheckpoint) }
  }

  mutating func runEnded(_ record: TrainingResult, state: TrainingState) throws {
    progress.runEnded()
    if !isSilent { StandardError.write(Self.ending(record)) }
    let run = try state.run(description.configuration, dataDigest: description.dataSHA256)
    try SavedModel.write(state.resultTensors, run: run, to: directory.model)
    try metrics.append(EndEvent(record))
  }

  /// Why a run ended as it did, in Keras' words; nothing where it ended with its last epoch.
  private static func ending(_ record: TrainingResult) -> String {
    let trained = record.epochs.count
    return (record.stoppedEarly ? "Epoch \(trained): early stopping\n" : "")
      + (record.lastEpoch == trained
        ? "" : "Restoring model weights from the end of the best epoch: \(record.lastEpoch).\n")
  }

  /// Writes where the ranks' time went.
  func record(_ profiles: [RankProfile]) throws(StorageError) {
    if !profiles.isEmpty { try metrics.append(ProfileEvent(ranks: profiles)) }
  }
}

/// The first record of `metrics.jsonl`.
struct StartEvent: Encodable {
  let event = "run_start"
  let schema = 1
  let time = Date.now.ISO8601Format()
  let run: RunDescription
}

/// A record of `metrics.jsonl`, and a line of `history.csv`.
struct EpochEvent: Encodable {
  let event = "epoch"
  let epoch: Int
  let loss: Double
  let accuracy: Double
  let valLoss: Double?
  let valAccuracy: Double?
  let isBest: Bool
  let seconds: Double
  let trainingSeconds: Double
  let imagesPerSecond: Double

  init(_ record: EpochRecord) {
    epoch = record.epoch
    loss = record.training.loss
    accuracy = record.training.accuracy
    valLoss = record.validation?.loss
    valAccuracy = record.validation?.accuracy
    isBest = record.isBest
    seconds = record.seconds
    trainingSeconds = record.trainingSeconds
    imagesPerSecond = record.imagesPerSecond
  }

  enum CodingKeys: String, CodingKey {
    case event, epoch, loss, accuracy, seconds
    case valLoss = "val_loss"
    case valAccuracy = "val_accuracy"
    case isBest = "is_best"
    case trainingSeconds = "training_seconds"
    case imagesPerSecond = "images_per_second"
  }

  /// Numbers alone, so nothing needs quotes; an absent validation leaves its fields empty.
  var historyLine: String {
    [Double(epoch), loss, accuracy, valLoss, valAccuracy, seconds, imagesPerSecond]
      .enumerated().map { $0 == 0 ? "\(epoch)" : $1.map { "\($0)" } ?? "" }.joined(separator: ",")
  }
}

/// The last record of `metrics.jsonl` but for the profile.
struct EndEvent: Encodable {
  let event = "run_end"
  let testLoss: Double
  let testAccuracy: Double
  let weightsSHA256: String
  let epochs: Int
  let lastEpoch: Int
  let seconds: Double
  let imagesPerSecond: Double

  init(_ record: TrainingResult) {
    testLoss = record.test.loss
    testAccuracy = record.test.accuracy
    weightsSHA256 = record.weightsSHA256
    epochs = record.epochs.count
    lastEpoch = record.lastEpoch
    seconds = record.seconds
    imagesPerSecond = record.imagesPerSecond
  }

  enum CodingKeys: String, CodingKey {
    case event, epochs, seconds
    case lastEpoch = "last_epoch"
    case testLoss = "test_loss"
    case testAccuracy = "test_accuracy"
    case weightsSHA256 = "weights_sha256"
    case imagesPerSecond = "images_per_second"
  }
}

/// The record of `metrics.jsonl` that `--profile` adds behind all others.
struct ProfileEvent: Encodable {
  let event = "profile"
  let ranks: [RankProfile]
}
