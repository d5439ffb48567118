import Collectives
import RunPhases
import Testing

/// What is said of ranks that do not get on.
@Suite("Stall reports")
struct StallReportTests {
  private typealias Rank = StallReport.Rank
  private static let exchange = RankState(.exchange, step: 412, isWaiting: true)
  private static let gradients = RankState(.gradients, step: 412)
  private static let loading = RankState(.loading, name: "loading the images")

  private static func waiting(_ ranks: Int...) -> [Rank] {
    ranks.map { Rank($0, exchange, process: .computing, place: "pid \(100 + $0)") }
  }

  @Test("the ranks that wait, and the one that is late")
  func late() {
    let report = StallReport(
      seconds: 60.9, ranks: Self.waiting(0, 2) + [Rank(1, Self.loading, process: .asleep, place: "pid 101")])
    #expect(
      "\(report)"
        == "ranks 0 and 2 wait in the exchange of step 412 for 60 s; rank 1 (pid 101) was last seen loading the "
        + "images, and sleeps (state S)")
  }

  @Test(
    "what the system says of the one that is late",
    arguments: [
      (ProcessState.unknown, "was last seen computing the gradients of step 412"),
      (.computing, "was last seen computing the gradients of step 412, and computes (state R)"),
      (.fileSystem, ", and waits for a disk or a network file system (state D)"),
      (.stopped, "is stopped (state T), last seen computing the gradients of step 412"),
      (.traced, "is held by a debugger (state t), last seen computing the gradients of step 412"),
      (.ended, "has ended, last seen computing the gradients of step 412"),
    ])
  func process(state: ProcessState, text: String) {
    let report = StallReport(
      seconds: 1, ranks: Self.waiting(0) + [Rank(1, Self.gradients, process: state, place: "pid 9")])
    #expect("\(report)".hasPrefix("rank 0 waits in the exchange of step 412 for 1 s; rank 1 (pid 9) "))
    #expect("\(report)".hasSuffix(text))
  }

  @Test("who is stopped while it waits is late all the same")
  func stoppedWaiter() {
    let report = StallReport(seconds: 5, ranks: Self.waiting(0) + [Rank(1, Self.exchange, process: .stopped)])
    #expect(
      "\(report)"
        == "rank 0 waits in the exchange of step 412 for 5 s; rank 1 is stopped (state T), last seen waiting in "
        + "the exchange of step 412")
  }

  @Test("several that are late, with the same to be said and with different things")
  func severalLate() {
    let late = [1, 4, 5, 6].map { Rank($0, Self.loading, process: .fileSystem, place: "pid 7") }
    let report = StallReport(
      seconds: 5, ranks: Self.waiting(0, 3) + late + [Rank(2, Self.gradients, process: .stopped)])
    #expect(
      "\(report)"
        == "ranks 0 and 3 wait in the exchange of step 412 for 5 s; ranks 1 and 4–6 were last seen loading the "
        + "images, and wait for a disk or a network file system (state D); rank 2 is stopped (state T), last seen "
        + "computing the gradients of step 412")
  }

  @Test("all wait, in different places")
  func nobodyWorks() {
    let other = RankState(.recording, isWaiting: true, name: "recording epoch 3")
    let report = StallReport(seconds: 120, ranks: Self.waiting(0, 1) + [Rank(2, other)])
    #expect(
      "\(report)"
        == "ranks 0 and 1 wait in the exchange of step 412, rank 2 waits after recording epoch 3 for 120 s; none "
        + "works: a message is lost, or the MPI library hangs")
  }

  @Test("nobody waits")
  func nobodyWaits() {
    let one = StallReport(seconds: 60, ranks: [Rank(0, Self.loading, process: .asleep, place: "pid 4")])
    #expect(
      "\(one)" == "the process has not got on for 60 s; rank 0 (pid 4) was last seen loading the images, and sleeps "
        + "(state S)")
    let two = StallReport(seconds: 60, ranks: [0, 1].map { Rank($0, Self.gradients) })
    #expect(
      "\(two)" == "the ranks have not got on for 60 s; ranks 0 and 1 were last seen computing the gradients of step 412"
    )
  }

  @Test("a host that is silent, and hosts that were never heard")
  func hosts() {
    let silent = StallReport.SilentHost(name: "h2", ranks: [4, 5, 6, 7], seconds: 61)
    #expect(
      "\(StallReport(seconds: 60, ranks: Self.waiting(0, 1, 2, 3), silentHosts: [silent]))"
        == "ranks 0–3 wait in the exchange of step 412 for 60 s; nothing has been heard of host h2 (ranks 4–7) for 61 s"
    )
    #expect(
      "\(StallReport(seconds: 60, ranks: Self.waiting(2, 3), unknownRanks: [0, 1]))"
        == "ranks 2 and 3 wait in the exchange of step 412 for 60 s; no word has come from where ranks 0 and 1 run")
  }

  @Test(
    "lists of ranks",
    arguments: [
      ([3], "rank 3"), ([2, 0], "ranks 0 and 2"), ([0, 1], "ranks 0 and 1"), ([0, 1, 2], "ranks 0–2"),
      ([0, 2, 4, 5, 6, 7], "ranks 0, 2 and 4–7"), ([0, 1, 5], "ranks 0, 1 and 5"),
    ])
  func lists(ranks: [Int], text: String) { #expect("\(RankList(ranks))" == text) }

  @Test("only time that was watched counts")
  func clock() {
    var clock = StallClock(interval: 1)
    clock.look(7, at: 100)
    clock.look(7, at: 101)
    #expect(clock.seconds == 1)
    clock.look(7, at: 4000)
    #expect(clock.seconds == 3, "the watcher was stopped itself")
    clock.look(7, at: 3900)
    #expect(clock.seconds == 3, "a clock that goes back adds nothing")
    clock.look(8, at: 4001)
    #expect(clock.seconds == 0)
  }

  @Test("a warning after the time, and after each doubling")
  func warnings() {
    let times = StallTimes(warning: 60, shutdown: 300)
    #expect([0, 59, 60, 119, 120, 239, 240].map { times.warnings(after: $0) } == [0, 0, 1, 1, 2, 2, 3])
    #expect(!times.isOver(after: 299) && times.isOver(after: 300))
    let never = StallTimes(warning: 0, shutdown: 0)
    #expect(never.warnings(after: 1e9) == 0 && !never.isOver(after: 1e9))
  }
}
