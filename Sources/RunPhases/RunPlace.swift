/// Where a process is in a run: what it does, in which step.
package struct RunPlace: Hashable, Sendable {
  package let phase: RunPhase
  /// The step that is taken, counted since the beginning of the run, or the last one that was; 0 before the first.
  package let step: Int

  package init(_ phase: RunPhase, step: Int) { (self.phase, self.step) = (phase, step) }

  private static let phaseBits = 8

  /// Both in one word, which is stored at once.
  package var packed: Int { step << Self.phaseBits | phase.rawValue }

  package init(packed: Int) {
    let phase = RunPhase(rawValue: packed & (1 << Self.phaseBits - 1)) ?? .starting
    self.init(phase, step: packed >> Self.phaseBits)
  }
}

extension RunPlace: CustomStringConvertible {
  /// "gradients of step 37".
  package var description: String { step > 0 ? "\(phase.word) of step \(step)" : phase.word }
}
