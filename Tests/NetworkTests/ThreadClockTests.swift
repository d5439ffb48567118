import Network
import Testing

@Suite("Clocks of a thread")
struct ThreadClockTests {
  @Test("go forward", arguments: [ThreadClock.wall, .processor])
  func direction(clock: ThreadClock) {
    var last = clock.now
    #expect(last >= .zero)
    for _ in 0..<1000 {
      let now = clock.now
      #expect(now >= last)
      last = now
    }
  }

  @Test("a ledger of processor time books the work of a thread, and forgets it when it is cleared")
  func ledger() {
    let ledger = TimeLedger(stages: 1, clock: .processor)
    var numbers: Set<Int> = []
    for number in 0..<10_000 { numbers.insert(number * number % 7919) }
    ledger.book(.forward(stage: 0))
    #expect(numbers.count > 1 && ledger.seconds(.forward(stage: 0)) > 0)
    #expect(ledger.seconds(.loss) == 0)
    ledger.clear()
    #expect(ledger.accounts.allSatisfy { ledger.seconds($0) == 0 })
  }
}
