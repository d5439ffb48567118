import Collectives
import Testing

@Suite("Fail together")
struct FailTogetherTests {
  private struct BadData: Error {
    let file: String
  }

  private static func together(_ communicator: any Communicator) -> FailTogether {
    FailTogether(communicator) { error in
      guard let error = error as? BadData else { return (1, "\(error)") }
      return (65, "\(error.file): magic 0x00000801, größer als erwartet")
    }
  }

  @Test("success returns each rank's own value", arguments: [1, 2, 3, 5])
  func success(count: Int) throws {
    let values = try ThreadRanks.run(count: count) { communicator in
      try Self.together(communicator)("loading the data") { 10 * communicator.rank }
    }
    #expect(values == (0..<count).map { 10 * $0 })
  }

  @Test("all ranks throw the failure of the lowest", arguments: [1, 2, 3, 5], [1, 2])
  func failure(count: Int, failing: Int) throws {
    // The last ranks fail, at most all of them.
    let first = max(count - failing, 0)
    let failures = try ThreadRanks.run(count: count) { communicator in
      #expect(throws: PhaseFailure.self) {
        try Self.together(communicator)("loading the data") {
          if communicator.rank >= first { throw BadData(file: "images of rank \(communicator.rank)") }
        }
      }
    }
    let expected = PhaseFailure(
      phase: "loading the data", rank: first, exitCode: 65,
      message: "images of rank \(first): magic 0x00000801, größer als erwartet",
      failedRankCount: count - first, rankCount: count)
    #expect(failures == Array(repeating: expected, count: count))
  }

  @Test("a job goes on after a failure that is handled")
  func goesOn() throws {
    let values = try ThreadRanks.run(count: 3) { communicator in
      let together = Self.together(communicator)
      _ = try? together("first") { if communicator.rank == 1 { throw BadData(file: "f") } }
      return try together("second") { communicator.rank }
    }
    #expect(values == [0, 1, 2])
  }

  @Test("what is returned need not be copyable")
  func noncopyable() throws {
    struct Buffer: ~Copyable { let size: Int }
    let buffer = try Self.together(SoloRank())("allocating") { Buffer(size: 3) }
    #expect(buffer.size == 3)
  }

  @Test(
    "the message names the rank where there are several",
    arguments: [
      (0, 1, 1, "no file"),
      (2, 1, 4, "rank 2, loading: no file"),
      (2, 2, 4, "rank 2, loading: no file (and 1 more of 4 ranks failed)"),
      (0, 4, 4, "rank 0, loading: no file (all 4 ranks failed)"),
    ])
  func description(rank: Int, failed: Int, count: Int, expected: String) {
    let failure = PhaseFailure(
      phase: "loading", rank: rank, exitCode: 66, message: "no file", failedRankCount: failed, rankCount: count)
    #expect("\(failure)" == expected)
  }
}
