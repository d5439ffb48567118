package import ExitCodes

/// Whether a job that has ended is started again, and when.
package struct RestartPolicy: Sendable {
  /// What is to happen after an end.
  package enum Decision: Sendable, Equatable {
    /// Nothing; with the reason, where the job would have deserved another start.
    case end(reason: String?)
    /// The start of that number, the first after the beginning being 1, after a pause.
    case restart(number: Int, pause: Duration)
  }

  /// The first pause and the longest.
  private static let pauses = (first: Duration.seconds(1), longest: Duration.seconds(60))

  /// How many restarts there may be in all.
  private let most: Int
  private var restarts = 0
  /// Restarts in a row that came no further than the start before them.
  private var fruitless = 0
  private var lastStatus: ExitStatus?

  package init(most: Int) { self.most = most }

  /// Decides after one end of the job.
  ///
  /// - Parameter hasProgress: this start left a newer checkpoint than there was before it.
  package mutating func decide(after status: ExitStatus, hasProgress: Bool) -> Decision {
    defer { lastStatus = status }
    guard !status.isLasting else { return .end(reason: nil) }
    guard restarts < most else {
      return .end(reason: most == 0 ? nil : "it was started again \(most) times, the most that --max-restarts allows")
    }
    // Where memory was at fault, the second time goes well; who diverges by its learning rate does it again.
    if status == .diverged, lastStatus == .diverged, !hasProgress {
      return .end(reason: "it diverged, or hung, twice after the same checkpoint")
    }
    fruitless = hasProgress || restarts == 0 ? 0 : fruitless + 1
    restarts += 1
    return .restart(number: restarts, pause: pause)
  }

  /// None after progress, and none before the first restart; then it doubles.
  private var pause: Duration {
    guard fruitless > 0 else { return .zero }
    return min(Self.pauses.longest, Self.pauses.first * (1 << min(fruitless - 1, 10)))
  }
}
