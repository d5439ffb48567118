/// What a rank is doing: heartbeats, messages and faults that are made on purpose use the same words.
///
/// In the order in which a run comes to them; from `gradients` to `take` they are the parts of a step.
public enum RunPhase: Int, CaseIterable, Codable, Sendable {
  /// Finding the other ranks and comparing what is to be done.
  case starting
  /// Reading images, or the checkpoint to go on from.
  case loading
  /// Computing the gradients of this rank's leaves.
  case gradients
  /// Adding the gradients of all ranks.
  case exchange
  /// Measuring the gradient, and changing this rank's part of the parameters.
  case optimise
  /// Taking the parameters that others have changed.
  case take
  /// Agreeing between two steps whether to go on.
  case agreement
  /// Comparing what ranks have computed.
  case audit
  /// Scoring validation or test images.
  case evaluation
  /// Taking, writing or verifying a checkpoint.
  case checkpoint
  /// Behind a step, an epoch or the run: progress, metrics and results.
  case recording
  /// Behind the last step: the report, and the end of MPI.
  case ending

  /// The phase as options and messages have it: "gradients". Needs no memory, so that a crash can be told with it.
  package var name: StaticString {
    switch self {
    case .starting: "starting"
    case .loading: "loading"
    case .gradients: "gradients"
    case .exchange: "exchange"
    case .optimise: "optimise"
    case .take: "take"
    case .agreement: "agreement"
    case .audit: "audit"
    case .evaluation: "evaluation"
    case .checkpoint: "checkpoint"
    case .recording: "recording"
    case .ending: "ending"
    }
  }

  /// The same as a string.
  package var word: String { "\(name)" }

  /// The phase that `word` says; nil if there is none.
  package init?(word: some StringProtocol) {
    guard let phase = Self.allCases.first(where: { $0.word == word }) else { return nil }
    self = phase
  }
}
