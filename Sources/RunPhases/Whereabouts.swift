import Synchronization

/// Where this process is in its run, for whoever asks while it computes: the handler of a crash, or another thread.
///
/// Two atomic words: reading and writing them needs neither memory nor a lock.
package enum Whereabouts {
  private static let ownRank = Atomic(0)
  /// The step and the phase in one word, so that they belong together.
  private static let place = Atomic(RunPhase.starting.rawValue)
  private static let phaseBits = 8

  /// To be called once, when the process knows which rank it is.
  package static func begin(rank: Int) {
    ownRank.store(rank, ordering: .relaxed)
    note(.starting, step: 0)
  }

  /// Keeps that a phase begins, in a step that is counted since the beginning of the run.
  package static func note(_ phase: RunPhase, step: Int) {
    place.store(step << phaseBits | phase.rawValue, ordering: .relaxed)
  }

  /// This process's rank.
  package static var rank: Int { ownRank.load(ordering: .relaxed) }

  /// What it is doing.
  package static var phase: RunPhase {
    RunPhase(rawValue: place.load(ordering: .relaxed) & (1 << phaseBits - 1)) ?? .starting
  }

  /// The step that is taken, or the last one that was.
  package static var step: Int { place.load(ordering: .relaxed) >> phaseBits }
}
