package import RunPhases

/// What a rank does or waits for, as it last said itself.
package struct RankState: Hashable, Codable, Sendable {
  package var phase: RunPhase
  /// The number of the step since the beginning; 0 before the first.
  package var step: Int
  /// Whether it waits for other ranks, and so cannot be the one that is late.
  package var isWaiting: Bool
  /// What it does in the phase, in words: "loading the images"; empty where the phase says enough.
  package var name: String

  package init(_ phase: RunPhase, step: Int = 0, isWaiting: Bool = false, name: String = "") {
    (self.phase, self.step, self.isWaiting, self.name) = (phase, step, isWaiting, name)
  }

  /// What it does, as in "was last seen …".
  var activity: String {
    if isWaiting { return "waiting \(place)" }
    if !name.isEmpty { return name }
    return switch phase {
    case .starting: "starting"
    case .loading: "loading"
    case .gradients: "computing the gradients of step \(step)"
    case .exchange: "adding the gradients in the exchange of step \(step)"
    case .optimise: "changing the weights in step \(step)"
    case .take: "taking the weights of step \(step)"
    case .agreement: "in the agreement behind step \(step)"
    case .audit: "in the audit of step \(step)"
    case .evaluation: step == 0 ? "evaluating" : "evaluating after step \(step)"
    case .checkpoint: "taking a checkpoint after step \(step)"
    case .recording: "recording what came of step \(step)"
    case .ending: "ending"
    }
  }

  /// Where it waits, as in "waits …".
  var place: String {
    if !name.isEmpty { return "after \(name)" }
    return switch phase {
    case .starting: "at the start"
    case .loading: "after loading"
    case .gradients, .exchange: "in the exchange of step \(step)"
    case .optimise, .take: "for the weights of step \(step)"
    case .agreement: "in the agreement behind step \(step)"
    case .audit: "in the audit of step \(step)"
    case .evaluation: step == 0 ? "after evaluating" : "after evaluating behind step \(step)"
    case .checkpoint: "for the checkpoint after step \(step)"
    case .recording: "for what the others record of step \(step)"
    case .ending: "at the end"
    }
  }
}

extension RankState {
  /// All but the name in one number, so that it can be stored at once.
  var packed: Int { Self.packed(RunPlace(phase, step: step), isWaiting: isWaiting, isNamed: !name.isEmpty) }

  static func packed(_ place: RunPlace, isWaiting: Bool, isNamed: Bool) -> Int {
    place.packed << 2 | (isNamed ? 2 : 0) | (isWaiting ? 1 : 0)
  }

  /// What ``packed`` has made a number of.
  ///
  /// - Parameter name: counts where the number says that there is one.
  init(packed: Int, name: String) {
    let place = RunPlace(packed: packed >> 2)
    self.init(place.phase, step: place.step, isWaiting: packed & 1 == 1, name: packed & 2 == 2 ? name : "")
  }
}
