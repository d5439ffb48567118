import Checkpoints
import Collectives
import FashionMNIST
import InputFiles
import RunRecords
import SystemPackage
import Training

/// One run, computed again on these ranks and compared with its records.
struct Verification {
  private let run: RecordedRun
  private let context: RankContext
  private let requirements: VerificationRequirements
  /// The epochs that are asked for; nil for a run without any.
  private let range: ClosedRange<Int>?
  private let compute: ComputeOptions
  private let exchange: ExchangeMode
  /// How the user is told, on rank 0.
  private let progress: ProgressDisplay?

  /// - Throws: ``VerificationError`` for a run that cannot be computed here as it was.
  init(
    _ run: RecordedRun, epochs: EpochRange?, compute: ComputeOptions, exchange: ExchangeMode,
    progress: ProgressDisplay?, _ context: RankContext
  ) throws {
    (self.run, self.context, self.compute, self.exchange) = (run, context, compute, exchange)
    self.progress = progress
    range = try run.range(epochs)
    requirements = VerificationRequirements(run: run)
    try requirements.check(context)
  }

  private var name: String { FilePath(run.folder).printable }

  /// Whether the result is compared as well.
  private var isToTheEnd: Bool { run.end != nil && range?.upperBound ?? 0 == run.epochs.count }

  /// Computes the run, and returns what differs, as a text for the user; nil if all is as recorded. Collective.
  func difference() throws -> String? {
    for fault in run.faults { say("differs: \(fault)") }
    let start = range.flatMap { run.start(before: $0.lowerBound) }
    let setup = try setup(isFromBeginning: start == nil)
    try requirements.checkData(setup)
    let place = start.map { "\($0.file.printable), the end of epoch \($0.epoch)" } ?? "the beginning"
    say("\(name): computing \(range.map(Self.text) ?? "no epoch") from \(place)")
    let initial = try start == nil ? requirements.initialDifference(setup) : nil
    if let found = try initial ?? context.communicator.lending({ try compute(setup, from: start?.file) }) {
      return "\(name): \(found). \(Self.advice)"
    }
    guard let fault = run.faults.first else { return nil }
    let files = run.faults.count == 1 ? "a file is not" : "\(run.faults.count) files are not, the first"
    return "\(name): the epochs are as recorded, but \(files): \(fault)"
  }

  private static let advice =
    "Either the records were changed, or one of the two computations went wrong: verify it on another machine."

  /// What is as recorded, as lines for the user.
  var result: String {
    let parts = [range.map(Self.text), isToTheEnd ? "the result" : nil].compactMap(\.self)
    let digest = isToTheEnd ? run.end?.weightsSHA256 : range.flatMap { run.epochs[$0.upperBound - 1].weightsSHA256 }
    return "\(name): \(parts.joined(separator: " and ")) as recorded\nweights sha256: \(digest ?? "")\n"
  }

  private static func text(_ range: ClosedRange<Int>) -> String {
    range.count == 1 ? "epoch \(range.lowerBound)" : "epochs \(range.lowerBound) to \(range.upperBound)"
  }

  private func setup(isFromBeginning: Bool) throws -> TrainingSetup {
    let description = run.description
    let model: ModelSource =
      if let json = run.architecture { .recorded(json: json, file: description.modelFile) } else {
        .named(NamedModel(description.modelFile ?? description.configuration.model))
      }
    return try TrainingSetup(
      context, model: model, description.configuration, images: nil,
      initialWeights: isFromBeginning ? description.initialWeights : nil, compute: compute,
      sharesMemory: exchange != .messages, folder: FilePath(run.folder), checkpointsToKeep: 1)
  }

  /// Trains as the run did, as far as is asked for; returns the first difference. Collective.
  ///
  /// - Parameter checkpoint: the file to go on from; nil for the beginning.
  private func compute(_ setup: TrainingSetup, from checkpoint: FilePath?) throws -> String? {
    let point = try checkpoint.map {
      try context.resumePoint(
        $0, setup.network, setup.configuration, stepsPerEpoch: setup.data.schedule.stepsPerEpoch)
    }
    let loop = try TrainingLoop(
      setup.configuration, network: setup.network, initial: setup.initial, data: setup.data,
      communicator: context.communicator, exchange: exchange, team: WorkerTeam(count: setup.threads),
      together: context.together, resuming: point)
    let observer = ComparingObserver(run, last: isToTheEnd ? nil : range?.upperBound, progress: progress)
    let found = try context.isFirst ? Self.observed(loop, observer).difference : nil
    if !context.isFirst { _ = try Self.observed(loop, SilentObserver()) }
    let text = try context.fromFirst("comparing") { Array((found ?? "").utf8) }
    return text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
  }

  /// What an observer has seen of a run, until its end or until it has seen enough. Collective.
  private static func observed<Observer: TrainingObserver>(
    _ loop: TrainingLoop, _ observer: Observer
  ) throws -> Observer {
    var observer = observer
    do { _ = try loop.run(&observer) } catch is RunStopped {}
    return observer
  }

  private func say(_ text: String) {
    if progress != nil { StandardError.line(text) }
  }
}
