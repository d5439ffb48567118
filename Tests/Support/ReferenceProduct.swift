package import KernelInterface

/// A sum of products over strided operands, by its formula, in Double.
///
/// - Formula: C[c(r) + n] (=|+=) Σ(t,s,k) A[a(r) + t·outer.a + s·inner.a + k·depth.a]
///   · B[t·outer.b + s·inner.b + k·depth.b + ⌊n/16⌋·panel + n mod 16]
package struct ReferenceProduct: Sendable {
  /// One level of the sum.
  package typealias Loop = ProductShape.Loop

  /// The range of n.
  package var columns: Int
  /// The levels of k, s and t.
  package var depth: Loop
  package var inner: Loop
  package var outer: Loop
  /// a(r) and c(r); as long as there are rows.
  package var aOffsets: [Int]
  package var cOffsets: [Int]
  /// From sixteen columns of B to the next sixteen.
  package var panel: Int

  /// A product of as many rows as there are offsets.
  package init(
    columns: Int, depth: Loop, inner: Loop = .once, outer: Loop = .once, aOffsets: [Int], cOffsets: [Int],
    panel: Int = 16
  ) {
    self.columns = columns
    self.depth = depth
    self.inner = inner
    self.outer = outer
    self.aOffsets = aOffsets
    self.cOffsets = cOffsets
    self.panel = panel
  }

  /// The range of r.
  package var rows: Int { aOffsets.count }

  /// How far the terms move A and B, in the order of the sum.
  private var steps: [(a: Int, b: Int)] { steps(outer: 0..<outer.count) }

  private func steps(outer range: Range<Int>) -> [(a: Int, b: Int)] {
    var steps: [(a: Int, b: Int)] = []
    for t in range {
      for s in 0..<inner.count {
        for k in 0..<depth.count {
          steps.append((t * outer.a + s * inner.a + k * depth.a, t * outer.b + s * inner.b + k * depth.b))
        }
      }
    }
    return steps
  }

  /// The floats that the product reaches in each operand, not one more.
  package var aCount: Int { (aOffsets.max() ?? 0) + (steps.map(\.a).max() ?? 0) + 1 }
  package var bCount: Int { (steps.map(\.b).max() ?? 0) + (columns == 0 ? 0 : place(ofColumn: columns - 1) + 1) }
  package var cCount: Int { rows == 0 ? 0 : (cOffsets.max() ?? 0) + columns }

  /// Where a column is in B.
  private func place(ofColumn n: Int) -> Int { n / 16 * panel + n % 16 }

  /// Combines the terms of each element, in their order; the element of row r and column n is at r · columns + n.
  ///
  /// - Parameter combine: takes the result so far and the two factors of the next term.
  package func reduce<Result>(
    a: [Float], b: [Float], from initial: Result, _ combine: (inout Result, Float, Float) -> Void
  ) -> [Result] {
    let steps = self.steps
    var results: [Result] = []
    results.reserveCapacity(rows * columns)
    for offset in aOffsets {
      for n in 0..<columns {
        var result = initial
        let place = place(ofColumn: n)
        for step in steps { combine(&result, a[offset + step.a], b[step.b + place]) }
        results.append(result)
      }
    }
    return results
  }

  /// Each element rounded to Float term by term, from zero, in the order of the formula.
  ///
  /// - Parameter images: the part of the outer loop that is summed; nil for all.
  package func chains(a: [Float], b: [Float], images: Range<Int>? = nil) -> [Float] {
    let steps = steps(outer: images ?? 0..<outer.count)
    var chains: [Float] = []
    chains.reserveCapacity(rows * columns)
    for offset in aOffsets {
      for n in 0..<columns {
        let place = place(ofColumn: n)
        var sum = Float.zero
        for step in steps {
          sum.addProduct(a[offset + step.a], b[step.b + place])
        }
        chains.append(sum)
      }
    }
    return chains
  }

  /// The sums.
  package func sums(a: [Float], b: [Float]) -> [ReferenceSum] {
    reduce(a: a, b: b, from: ReferenceSum()) { $0.add(Double($1) * Double($2)) }
  }

  /// What C holds afterwards: `c` with the finished sums in place, and what lies between the rows as it was.
  package func finished(
    _ sums: [ReferenceSum], c: [Float], bias: [Float], finish: StridedProduct.Finish
  ) -> [ReferenceSum] {
    var result = c.map { ReferenceSum(Double($0)) }
    for r in 0..<rows {
      for n in 0..<columns {
        var sum = sums[r * columns + n]
        switch finish {
        case .store: break
        case .accumulate: sum.add(Double(c[cOffsets[r] + n]))
        case .addBias: sum.add(Double(bias[n]))
        case .addBiasAndRectify:
          sum.add(Double(bias[n]))
          sum.rectify()
        }
        result[cOffsets[r] + n] = sum
      }
    }
    return result
  }
}
