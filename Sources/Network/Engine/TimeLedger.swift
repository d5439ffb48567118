/// What a thread of a training run spends time on.
package enum TimeAccount: Hashable, Sendable {
  /// Loading the images of a step.
  case data
  case forward(stage: Int)
  case loss
  case backward(stage: Int)
  /// Waiting for the other threads of the rank to finish their leaves.
  case threads
  /// Adding the gradients of one thread's leaves.
  case join
  /// Waiting for other ranks, or for passes that another worker took over.
  case exchangeWait
  /// Publishing gradients, and moving and adding those of other threads and ranks, also of passes that they took over.
  case exchange
  case optimizer
  /// Transposing and transforming the weights for a step.
  case preparation
  /// Scoring validation and test images.
  case evaluation
  /// Logs, metrics and checkpoints, and waiting for rank 0 to write them.
  case recording
  /// Comparing weights, and computing leaves twice.
  case checks
  /// What no other account explains.
  case other

  /// The accounts that are not a stage's.
  fileprivate static let general: [TimeAccount] = [
    .data, .loss, .threads, .join, .exchangeWait, .exchange, .optimizer, .preparation, .evaluation, .recording, .checks,
    .other,
  ]

  fileprivate var index: Int {
    switch self {
    case .data: 0
    case .loss: 1
    case .threads: 2
    case .join: 3
    case .exchangeWait: 4
    case .exchange: 5
    case .optimizer: 6
    case .preparation: 7
    case .evaluation: 8
    case .recording: 9
    case .checks: 10
    case .other: 11
    case .forward(let stage): Self.general.count + 2 * stage
    case .backward(let stage): Self.general.count + 2 * stage + 1
    }
  }
}

/// Where the time of one thread goes: every moment is charged to one account, so that the accounts add up to the whole time.
///
/// Scopes of accounts may lie in each other: a moment belongs to the innermost, and outside of all to ``TimeAccount/other``.
/// Only the thread whose time it is writes; others may read when that thread has ended its work.
///
/// - Cost: two readings of the clock a scope, some 30 ns each for the wall clock; nothing where there is no ledger.
package final class TimeLedger: @unchecked Sendable {
  private var charged: [Duration]
  private var last: Duration
  /// Of the innermost scope that is open.
  private var account = TimeAccount.other
  private let clock: ThreadClock
  private let stages: Int

  /// Opens the accounts; time runs from here.
  ///
  /// - Parameter clock: the time that is booked.
  package init(stages: Int, clock: ThreadClock = .wall) {
    self.stages = stages
    self.clock = clock
    charged = Array(repeating: .zero, count: TimeAccount.general.count + 2 * stages)
    last = clock.now
  }

  /// Charges the time since the last booking to an account.
  package func book(_ account: TimeAccount) {
    let now = clock.now
    charged[account.index] += now - last
    last = now
  }

  /// Goes on with another account, and returns that of the time before.
  fileprivate func open(_ next: TimeAccount) -> TimeAccount {
    let before = account
    book(before)
    account = next
    return before
  }

  /// Ends a scope: time goes to the account around it again.
  fileprivate func close(returningTo before: TimeAccount) {
    book(account)
    account = before
  }

  /// Forgets what was charged; time runs from here.
  package func clear() {
    for index in charged.indices { charged[index] = .zero }
    last = clock.now
  }

  /// What was charged to an account, in seconds.
  package func seconds(_ account: TimeAccount) -> Double { charged[account.index] / .seconds(1) }

  /// All accounts: the stages' in the order of the network, then the others.
  package var accounts: [TimeAccount] {
    (0..<stages).flatMap { [.forward(stage: $0), .backward(stage: $0)] } + TimeAccount.general
  }
}

extension TimeLedger? {
  /// Does what `body` does, whose time is charged to an account as far as no inner scope takes it.
  @inline(__always)
  package func measure<Result, Failure: Error>(
    _ account: TimeAccount, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard let self else { return try body() }
    let before = self.open(account)
    defer { self.close(returningTo: before) }
    return try body()
  }
}
