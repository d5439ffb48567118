import Testing
import Training

/// Who is wrong, as far as a majority can tell.
@Suite("Ballots")
struct BallotTests {
  private static func ballot(_ values: [UInt64]) -> Ballot? {
    Ballot(values.enumerated().map { Ballot.Vote(WorkerName(rank: $0, thread: 0), $1) })
  }

  @Test("values that are all the same blame nobody", arguments: [[], [1], [5, 5, 5]])
  func agreed(values: [UInt64]) { #expect(Self.ballot(values) == nil) }

  @Test(
    "the odd ones are named",
    arguments: [
      ([1, 1, 2], [2], true), ([2, 1, 1], [0], true), ([1, 2], [1], false), ([1, 1, 2, 2], [2, 3], false),
      ([3, 1, 1, 2, 1], [0, 3], true), ([1, 2, 3], [1, 2], false),
    ])
  func odd(values: [UInt64], others: [Int], isDecided: Bool) throws {
    let ballot = try #require(Self.ballot(values))
    #expect(ballot.others.map(\.rank) == others && ballot.odd.rank == others.first && ballot.isDecided == isDecided)
    #expect(!others.contains(ballot.usual.rank) && ballot.usualCount == values.count - others.count)
  }
}
