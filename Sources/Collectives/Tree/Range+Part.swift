extension Range<Int> {
  /// Part `index` of `count` parts, contiguous and in order, whose sizes differ by at most one.
  ///
  /// So ranks take shards, and threads take leaves.
  ///
  /// - Formula: [⌊index·n / count⌋, ⌊(index+1)·n / count⌋), counted from the start of the range of n.
  package func part(_ index: Int, of count: Int) -> Range<Int> {
    func start(_ part: Int) -> Int {
      // part·n / count without the product, which could overflow.
      let (whole, rest) = self.count.quotientAndRemainder(dividingBy: count)
      return lowerBound + part * whole + part * rest / count
    }
    return start(index)..<start(index + 1)
  }
}
