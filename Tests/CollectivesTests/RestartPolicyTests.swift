import Collectives
import ExitCodes
import Testing

// The testing library has another.
private typealias ExitStatus = ExitCodes.ExitStatus

@Suite("Restarts")
struct RestartPolicyTests {
  private static let killed = ExitStatus.signal(9)

  @Test("come at once after progress, as often as is allowed")
  func progress() {
    var policy = RestartPolicy(most: 2)
    #expect(policy.decide(after: Self.killed, hasProgress: true) == .restart(number: 1, pause: .zero))
    #expect(policy.decide(after: .interrupted, hasProgress: true) == .restart(number: 2, pause: .zero))
    guard case .end(let reason?) = policy.decide(after: .unexpected, hasProgress: true) else {
      Issue.record("a third restart")
      return
    }
    #expect(reason.contains("2 times"))
  }

  @Test("wait longer each time without progress, the first not at all, and never more than a minute")
  func pauses() {
    var policy = RestartPolicy(most: 100)
    let pauses = (0..<10).map { _ in pause(policy.decide(after: Self.killed, hasProgress: false)) }
    #expect(pauses == [0, 1, 2, 4, 8, 16, 32, 60, 60, 60])
    #expect(pause(policy.decide(after: Self.killed, hasProgress: true)) == 0)
    #expect(pause(policy.decide(after: Self.killed, hasProgress: false)) == 1)
  }

  @Test("are none where none is allowed, or the end would be the same")
  func none() {
    var never = RestartPolicy(most: 0)
    #expect(never.decide(after: Self.killed, hasProgress: true) == .end(reason: nil))
    for status: ExitStatus in [.done, .usage, .badData, .launchUnusable, .cannotWrite] {
      var policy = RestartPolicy(most: 9)
      #expect(policy.decide(after: status, hasProgress: true) == .end(reason: nil))
    }
  }

  @Test("end where training diverges twice at the same place")
  func divergence() {
    var policy = RestartPolicy(most: 9)
    #expect(policy.decide(after: .diverged, hasProgress: false) == .restart(number: 1, pause: .zero))
    #expect(policy.decide(after: .diverged, hasProgress: true) == .restart(number: 2, pause: .zero))
    guard case .end(_?) = policy.decide(after: .diverged, hasProgress: false) else {
      Issue.record("started again to diverge again")
      return
    }
  }

  private func pause(_ decision: RestartPolicy.Decision) -> Int64 {
    guard case .restart(_, let pause) = decision else { return -1 }
    return pause.components.seconds
  }
}
