/// What is kept of a file that streams by: some lists of ascending ranges of its bytes.
struct KeptItems {
  /// The bytes of each list. They grow as they come: a header only promises them.
  private(set) var items: [[UInt8]]
  private let wanted: [[Range<Int>]]
  /// The first range of each list that is not complete.
  private var next: [Int]

  init(_ wanted: [[Range<Int>]]) {
    self.wanted = wanted
    items = wanted.map { _ in [] }
    next = wanted.map { _ in 0 }
  }

  /// Keeps what is wanted of `bytes`, the first of which is byte `offset`.
  mutating func take(_ bytes: ArraySlice<UInt8>, from offset: Int) {
    let end = offset + bytes.count
    for (index, ranges) in wanted.enumerated() {
      while next[index] < ranges.count, ranges[next[index]].lowerBound < end {
        let overlap = ranges[next[index]].clamped(to: offset..<end)
        let start = bytes.startIndex - offset
        items[index] += bytes[overlap.lowerBound + start..<overlap.upperBound + start]
        if ranges[next[index]].upperBound > end { break }
        next[index] += 1
      }
    }
  }
}
