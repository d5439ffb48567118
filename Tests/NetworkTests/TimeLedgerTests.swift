import Network
import Testing

/// Where time goes: to the innermost scope, and none of it is lost.
@Suite("A ledger of time")
struct TimeLedgerTests {
  /// Waits until the clock has moved on.
  private func work() {
    let start = ThreadClock.wall.now
    while ThreadClock.wall.now - start < .microseconds(50) {}
  }

  @Test("charges a moment to the innermost scope, and outside of all to other")
  func scopes() {
    let ledger: TimeLedger? = TimeLedger(stages: 1)
    let start = ThreadClock.wall.now
    ledger?.clear()
    work()
    ledger.measure(.threads) {
      work()
      ledger.measure(.forward(stage: 0)) { work() }
      ledger.measure(.backward(stage: 0)) { work() }
      work()
    }
    #expect(ledger.measure(.loss) { 7 } == 7)
    ledger?.book(.other)
    let whole = (ThreadClock.wall.now - start) / .seconds(1)
    func seconds(_ account: TimeAccount) -> Double { ledger?.seconds(account) ?? 0 }
    #expect(seconds(.threads) >= 100e-6)
    for account in [TimeAccount.other, .forward(stage: 0), .backward(stage: 0)] { #expect(seconds(account) >= 50e-6) }
    let sum = ledger?.accounts.reduce(0) { $0 + seconds($1) } ?? 0
    #expect(sum >= 250e-6 && sum <= whole)
  }

  @Test("ends a scope that an error leaves")
  func error() {
    struct Failure: Error {}
    let ledger: TimeLedger? = TimeLedger(stages: 0)
    #expect(throws: Failure.self) {
      try ledger.measure(.exchange) {
        work()
        throw Failure()
      }
    }
    let charged = ledger?.seconds(.exchange) ?? 0
    work()
    ledger.measure(.loss) {}
    #expect(charged >= 50e-6 && ledger?.seconds(.exchange) == charged)
    #expect((ledger?.seconds(.other) ?? 0) >= 50e-6)
  }

  @Test("only does what is measured where there is none")
  func absent() {
    let ledger: TimeLedger? = nil
    #expect(ledger.measure(.data) { 3 } == 3)
  }
}
