import Collectives
import KernelInterface
import Training

/// Changes a number of a rank's weights after a step, as a fault of memory would.
struct Sabotage: Sendable {
  /// The ranks that do so.
  var ranks: Set<Int>
  /// The thread whose copy is changed; nil for all.
  var thread: Int?
  /// Steps taken since the beginning.
  var step: Int
  /// The place in the flat vector.
  var place = 0
  var change: @Sendable (Float) -> Float = { Float(bitPattern: $0.bitPattern ^ 0x100) }
}

/// An observer that changes weights behind the loop's back, and keeps what it is told about it.
struct SabotagingObserver: TrainingObserver {
  private let sabotage: Sabotage?
  private let rank: Int
  private let copies: [FloatBuffer]
  private var steps = 0
  private(set) var evidence: Evidence?

  init(_ sabotage: Sabotage?, rank: Int, _ loop: TrainingLoop) {
    (self.sabotage, self.rank, copies) = (sabotage, rank, loop.weightCopies)
  }

  mutating func runStarted() {}

  mutating func stepEnded(_ progress: StepProgress) {
    steps += 1
    guard let sabotage, sabotage.step == steps, sabotage.ranks.contains(rank) else { return }
    for (thread, copy) in copies.enumerated() where sabotage.thread ?? thread == thread {
      copy[sabotage.place] = sabotage.change(copy[sabotage.place])
    }
  }

  mutating func keep(_ evidence: Evidence) { self.evidence = evidence }
  mutating func epochEnded(_ record: EpochRecord, state: TrainingState) {}
  mutating func runEnded(_ record: TrainingResult, state: TrainingState) {}
}

/// What a rank of a sabotaged run comes to.
struct SabotagedOutcome: Sendable {
  var digest: String?
  var error: TrainingError?
  var evidence: Evidence?
}

extension TrainingRun {
  /// What each rank comes to; `guards` of the run look for what the sabotage changes.
  func sabotaged(
    _ sabotage: Sabotage?, ranks: Int, threads: Int, ranksPerHost: Int = 1
  ) throws -> [SabotagedOutcome] {
    try ThreadRanks.run(count: ranks, ranksPerHost: ranksPerHost) { communicator in
      let loop = try makeLoop(communicator, threads: threads)
      var observer = SabotagingObserver(sabotage, rank: communicator.rank, loop)
      do {
        let digest = try loop.run(&observer).weightsSHA256
        return SabotagedOutcome(digest: digest)
      } catch let error as TrainingError {
        return SabotagedOutcome(error: error, evidence: observer.evidence)
      }
    }
  }
}
