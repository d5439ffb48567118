import ArgumentParser
import Training

/// How often a run checks its own numbers; none of it changes the result.
struct GuardOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How often all copies of the weights, one a thread, are compared, and seen to be finite numbers.",
      discussion: """
        A difference names rank, tensor and element, keeps both versions in the run folder and ends the run with exit code 70; \
        so does a number that is not finite, with step and layer where it began. Compared before each checkpoint, too; none: never.
        """, valueName: StepInterval.valueName))
  var checkWeightsEvery: StepInterval = .steps(100)

  @Option(
    help: ArgumentHelp(
      "How often one part of a batch is computed again by another rank or thread, and compared bit for bit.",
      discussion: "The part is drawn. A difference ends the run likewise. It costs at most one step's time.",
      valueName: StepInterval.valueName))
  var auditEvery: StepInterval = .steps(500)

  var settings: GuardSettings {
    GuardSettings(weightsEvery: checkWeightsEvery.count, auditEvery: auditEvery.count)
  }
}

/// A number of steps from one time to the next, as `500steps`; or never.
enum StepInterval: ExpressibleByArgument, Equatable, CustomStringConvertible {
  case none
  case steps(Int)

  static let valueName = "100steps|none"
  private static let unit = "steps"

  /// Nil for never.
  var count: Int? {
    if case .steps(let count) = self { count } else { nil }
  }

  init?(argument: String) {
    if argument == "none" {
      self = .none
      return
    }
    let digits = argument.hasSuffix(Self.unit) ? argument.dropLast(Self.unit.count) : argument.dropLast(4)
    guard argument.hasSuffix(Self.unit) || argument == "1step", digits.allSatisfy(\.isNumber), let count = Int(digits),
      CountRange.steps.contains(count)
    else { return nil }
    self = .steps(count)
  }

  var description: String {
    switch self {
    case .none: "none"
    case .steps(let count): "\(count)\(Self.unit)"
    }
  }

  var defaultValueDescription: String { description }
}
