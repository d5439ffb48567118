import Testing
import Training

/// In which rounds many groups exchange a slice.
@Suite("Rounds of the exchange between groups")
struct TransferRoundsTests {
  /// Rounds of one job, by group.
  private func rounds(_ count: Int) -> [[TransferRounds.Round]] {
    (0..<count).map { TransferRounds(group: $0, of: count).rounds }
  }

  @Test(
    "up to eight groups need one round, and each number few",
    arguments: [(8, 1), (9, 2), (11, 3), (64, 3), (1024, 5)])
  func few(count: Int, expected: Int) {
    #expect(rounds(count).map(\.count) == Array(repeating: expected, count: count))
  }

  @Test("no round has more than eight members, and there are few rounds")
  func bounds() {
    for count in 1...300 {
      let rounds = TransferRounds(group: count - 1, of: count).rounds
      #expect(rounds.allSatisfy { $0.members.count <= TransferRounds.mostMembers })
      #expect(1 << (rounds.count - 1) <= 2 * count, "\(count) groups, \(rounds.count) rounds")
    }
  }

  @Test("who has the same color has the same members, in the order of the groups")
  func colors() {
    for count in [3, 9, 11, 12, 13, 22, 32, 66] {
      let all = rounds(count)
      for round in all[0].indices {
        let meetings = Dictionary(grouping: all.indices) { all[$0][round].color }
        for groups in meetings.values {
          #expect(groups.map { all[$0][round].place } == Array(groups.indices), "\(count) groups, round \(round)")
          #expect(Set(groups.map { all[$0][round].members }).count == 1)
          #expect(all[groups[0]][round].members.count == groups.count)
        }
      }
    }
  }

  @Test(
    "each part of the slice is added by one group, over all groups in their order",
    arguments: [1, 5, 9, 11, 13, 24, 77, 128])
  func sums(count: Int) {
    let vectors = 131
    /// For each group: its part, and the groups whose values it has added.
    var state = (0..<count).map { (part: 0..<vectors, groups: $0..<$0 + 1) }
    let all = rounds(count)
    for round in all[0].indices {
      let before = state
      for (group, rounds) in all.enumerated() {
        let (step, own) = (rounds[round], before[group].part)
        guard step.members.count > 1 else { continue }
        #expect(step.members[step.place] == before[group].groups)
        #expect(zip(step.members, step.members.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
        let part = step.parts(of: own.count)[step.place]
        state[group].part = own.lowerBound + part.lowerBound..<own.lowerBound + part.upperBound
        state[group].groups = step.members[0].lowerBound..<step.members[step.members.count - 1].upperBound
      }
    }
    let owners = state.filter { !$0.part.isEmpty }
    #expect(owners.allSatisfy { $0.groups == 0..<count })
    #expect(owners.flatMap { Array($0.part) }.sorted() == Array(0..<vectors))
  }
}
