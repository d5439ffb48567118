import Collectives

/// In which rounds the groups of a job exchange a slice, so that each has few partners however many groups there are.
///
/// In a round some groups that adjoin, or stand for groups that do, share what they have of the slice among them: each receives
/// its part of it from all of them, and adds. What a group then stands for are the leaves of all of them, in a smaller part
/// of the slice. Behind the last round each group has the sum over all groups in a part of its own; the same rounds backwards
/// give all parts to all groups.
///
/// - Cost: for G groups at most log₂ G + 1 rounds of seven messages each way. What a group sends is (G − 1)/G of the slice each
///   way, as in one round of all groups: each round is about a part of what is left.
/// - Where a round is of no number of groups that divides G, some groups first hand all that they have to the one before them,
///   and get all back at the end; that takes the time of two slices more.
package struct TransferRounds: Hashable, Sendable {
  /// One round, as one group takes part in it.
  package struct Round: Hashable, Sendable {
    /// The groups whose leaves each member has added before, in order; one member is alone, and has nothing to do.
    package let members: [Range<Int>]
    /// This group's place among the members.
    package let place: Int
    /// The same for all members of a round, and for nobody else.
    package let color: Int
    /// The first member takes everything, and the other goes on behind the last round.
    package let isFold: Bool

    /// What each member takes of so many vectors.
    package func parts(of vectors: Int) -> [Range<Int>] {
      isFold
        ? members.indices.map { $0 == 0 ? 0..<vectors : vectors..<vectors }
        : members.indices.map { (0..<vectors).part($0, of: members.count) }
    }
  }

  /// More groups than that share nothing at once. Up to it the round is the whole exchange, and as fast as one can be.
  package static let mostMembers = 8

  /// The same number for all groups.
  package let rounds: [Round]

  /// The rounds of group number `group` of `count`.
  package init(group: Int, of count: Int) {
    // Fewer groups, which can be divided: of the first 2 · extra each second one has handed over what it had.
    var divided = count
    while Self.radices(of: divided) == nil { divided -= 1 }
    let extra = count - divided
    /// The first group that number `number` of the divided ones stands for.
    func first(_ number: Int) -> Int { number + min(number, extra) }
    let isGone = group < 2 * extra && group % 2 == 1
    let number = group < 2 * extra ? group / 2 : group - extra
    var rounds: [Round] = []
    if extra > 0 {
      let members = (first(number)..<first(number + 1)).map { $0..<$0 + 1 }
      rounds.append(Round(members: members, place: group - first(number), color: number, isFold: true))
    }
    var stride = 1
    for radix in Self.radices(of: divided) ?? [] {
      let (block, offset) = (number / (stride * radix), number % stride)
      let start = block * stride * radix
      let members = (0..<radix).map { first(start + $0 * stride)..<first(start + ($0 + 1) * stride) }
      rounds.append(
        isGone
          ? Round(members: [group..<group + 1], place: 0, color: count + group, isFold: false)
          : Round(
            members: members, place: number / stride % radix, color: block * stride + offset, isFold: false))
      stride *= radix
    }
    self.rounds = rounds
  }

  /// Numbers of members whose product is `count`, none of them too large; nil where there are none.
  private static func radices(of count: Int) -> [Int]? {
    var (rest, radices): (Int, [Int]) = (count, [])
    while rest > mostMembers {
      guard let radix = [4, 3, 2, 5, 7].first(where: rest.isMultiple(of:)) else { return nil }
      radices.append(radix)
      rest /= radix
    }
    return radices + [rest]
  }
}
