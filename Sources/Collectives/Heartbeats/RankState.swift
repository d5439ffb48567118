/// What a rank is about; the raw values travel between the processes of one job, which all run the same program.
package enum RankPhase: Int, Sendable {
  /// Nothing with a name yet.
  case starting
  /// What ``RankState/name`` says: "loading the images".
  case named
  /// The calls of a step, and what lies between two of them.
  case gradients, audit, exchange, messages, measures, optimizer, parameters, betweenSteps
  /// Asking all ranks whether to go on, and taking a checkpoint.
  case agreement, checkpoint
  /// Bringing the scores of an epoch together.
  case scores
  case evaluation
  case ending
}

/// What a rank does or waits for, as it last said itself.
package struct RankState: Hashable, Codable, Sendable {
  package var phase: RankPhase
  /// The number of the step since the beginning; 0 before the first.
  package var step: Int
  /// Whether it waits for other ranks, and so cannot be the one that is late.
  package var isWaiting: Bool
  /// What a named phase is called.
  package var name: String

  package init(_ phase: RankPhase, step: Int = 0, isWaiting: Bool = false, name: String = "") {
    (self.phase, self.step, self.isWaiting, self.name) = (phase, step, isWaiting, name)
  }

  /// What it does, as in "was last seen …".
  var activity: String {
    if isWaiting { return "waiting \(place)" }
    return switch phase {
    case .starting: "starting"
    case .named: name
    case .gradients: "computing the gradients of step \(step)"
    case .audit: "in the audit of step \(step)"
    case .exchange: "adding the gradients in the exchange of step \(step)"
    case .messages: "sending the gradients in the exchange of step \(step)"
    case .measures: "measuring the gradient of step \(step)"
    case .optimizer: "changing the weights in step \(step)"
    case .parameters: "taking the weights of step \(step)"
    case .betweenSteps: "going on behind step \(step)"
    case .agreement: "in the agreement behind step \(step)"
    case .checkpoint: "taking a checkpoint after step \(step)"
    case .scores: "adding scores after step \(step)"
    case .evaluation: step == 0 ? "evaluating" : "evaluating after step \(step)"
    case .ending: "ending"
    }
  }

  /// Where it waits, as in "waits …".
  var place: String {
    switch phase {
    case .starting: "at the start"
    case .named: "after \(name)"
    case .gradients, .exchange, .messages: "in the exchange of step \(step)"
    case .audit: "in the audit of step \(step)"
    case .measures: "for the measures of step \(step)"
    case .optimizer, .parameters: "for the weights of step \(step)"
    case .betweenSteps: "behind step \(step)"
    case .agreement: "in the agreement behind step \(step)"
    case .checkpoint: "for the checkpoint after step \(step)"
    case .scores: "for the scores after step \(step)"
    case .evaluation: step == 0 ? "after evaluating" : "after evaluating behind step \(step)"
    case .ending: "at the end"
    }
  }
}

extension RankPhase: Codable {}

extension RankState {
  /// All but the name in one number, so that it can be stored at once.
  var packed: Int { Self.packed(phase, step, isWaiting) }

  static func packed(_ phase: RankPhase, _ step: Int, _ isWaiting: Bool) -> Int {
    step << 8 | phase.rawValue << 1 | (isWaiting ? 1 : 0)
  }

  /// What ``packed`` has made a number of; a phase that is none counts as the first.
  init(packed: Int, name: String) {
    self.init(
      RankPhase(rawValue: packed >> 1 & 0x7F) ?? .starting, step: packed >> 8, isWaiting: packed & 1 == 1, name: name)
  }
}
