/// The bytes that are kept of a file that is read in chunks: those of some lists of ascending ranges.
struct KeptItems {
  /// The bytes of each list. The arrays grow with what is read: memory is not reserved for what a header promises.
  private(set) var items: [[UInt8]]
  private let wanted: [[Range<Int>]]
  /// The first range of each list that is not complete.
  private var next: [Int]

  init(_ wanted: [[Range<Int>]]) {
    self.wanted = wanted
    items = wanted.map { _ in [] }
    next = wanted.map { _ in 0 }
  }

  /// Takes the next chunk of the file, whose first byte is byte `offset`, and keeps what is wanted of it.
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
