/// Ranks in words: "rank 3", "ranks 0 and 2", "ranks 0, 2 and 4–7".
package struct RankList: CustomStringConvertible {
  private let ranks: [Int]

  package init(_ ranks: [Int]) { self.ranks = ranks.sorted() }

  package var description: String {
    var runs: [ClosedRange<Int>] = []
    for rank in ranks {
      if let last = runs.last, last.upperBound == rank - 1 {
        runs[runs.count - 1] = last.lowerBound...rank
      } else {
        runs.append(rank...rank)
      }
    }
    // Two neighbours are written as two.
    let texts = runs.flatMap { run in
      run.count < 3 ? run.map { "\($0)" } : ["\(run.lowerBound)–\(run.upperBound)"]
    }
    let last = texts.last ?? "none"
    let list = texts.count < 2 ? last : texts.dropLast().joined(separator: ", ") + " and " + last
    return "\(ranks.count == 1 ? "rank" : "ranks") \(list)"
  }
}
