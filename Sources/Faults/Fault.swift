#if DEBUG || Faults
  package import ExitCodes
  package import RunPhases

  /// One fault that is asked for.
  package struct Fault: Equatable, Sendable {
    /// As it was asked for.
    package let text: String
    /// Where; nil for every rank.
    package let rank: Int?
    /// Not before this step.
    package let step: Int
    package let phase: RunPhase
    package let kind: FaultKind

    /// - Throws: ``FaultError`` where `text` is not of the form rank:step:phase:kind.
    package init(_ text: String) throws(FaultError) {
      self.text = text
      let words = text.split(separator: ":", omittingEmptySubsequences: false)
      guard words.count == 4 else { throw FaultError(text, "has \(words.count) parts, expected 4") }
      rank = words[0] == "*" ? nil : try Self.number(words[0], "rank", in: text)
      step = try Self.number(words[1], "step", in: text)
      guard let phase = RunPhase(word: words[2]) else {
        throw FaultError(text, "there is no phase \(words[2]); there are \(Self.list(RunPhase.allCases.map(\.word)))")
      }
      guard let kind = FaultKind(rawValue: String(words[3])) else {
        throw FaultError(
          text, "there is no kind \(words[3]); there are \(Self.list(FaultKind.allCases.map(\.rawValue)))")
      }
      guard kind.phases.contains(phase) else {
        let phases = Self.list(kind.phases.map(\.word))
        throw FaultError(text, "\(kind.rawValue) strikes in \(phases), not in \(phase.word)")
      }
      (self.phase, self.kind) = (phase, kind)
    }

    private static func number(_ word: Substring, _ name: String, in text: String) throws(FaultError) -> Int {
      guard let number = Int(word), number >= 0 else {
        throw FaultError(text, "the \(name) is \(word), expected a number from 0 on")
      }
      return number
    }

    private static func list(_ words: [String]) -> String { words.joined(separator: ", ") }
  }

  /// The variable that asks for faults cannot be read.
  package struct FaultError: ProgramError {
    package let description: String

    init(_ text: String, _ problem: String) {
      description =
        "\(ArmedFaults.variable): \(text): \(problem). The form is rank:step:phase:kind, as in 1:37:gradients:kill."
    }

    package var exitStatus: ExitStatus { .usage }
  }
#endif
