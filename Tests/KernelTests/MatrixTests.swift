import KernelInterface
import Kernels
import Support
import Testing

@Suite("Matrix kernels")
struct MatrixTests {
  @Test("sum of rows", arguments: KernelRegistry.all, [16, 32, 48, 64, 80, 112, 128])
  func sumRows(entry: KernelRegistry.Entry, columns: Int) throws {
    let kernels = try entry.kernelsOrSkip()
    var generator = SeededGenerator(seed: 17)
    for rows in [0, 1, 2, 3, 9, 96, 676] {
      let (source, before) = (generator.floats(rows * columns), generator.floats(columns))
      var sums = Array(repeating: ReferenceSum(), count: columns)
      // In the order of the rows, from zero: so rounded, the bits are known as well.
      var bits = Array(repeating: Float.zero, count: columns)
      for index in source.indices {
        sums[index % columns].add(Double(source[index]))
        bits[index % columns] += source[index]
      }
      for accumulates in [false, true] {
        let found = self.sumRows(kernels, rows: rows, source: source, target: before, accumulates: accumulates)
        let comment: Comment = "\(kernels.name), [\(rows), \(columns)], accumulates: \(accumulates)"
        if accumulates {
          #expect(firstDifference(found, from: zip(before, bits).map { $0 + $1 }) == nil, comment)
        } else {
          #expect(firstDeviation(found, from: sums.map(\.expected)) == nil, comment)
          #expect(firstDifference(found, from: bits) == nil, comment)
        }
      }
    }
  }

  @Test(
    "transposition", arguments: KernelRegistry.all,
    [(0, 3, 5), (1, 1, 1), (1, 1, 17), (1, 17, 1), (2, 16, 16), (3, 15, 33), (9, 32, 64), (1, 100, 48)])
  func transpose(entry: KernelRegistry.Entry, shape: (count: Int, rows: Int, columns: Int)) throws {
    let kernels = try entry.kernelsOrSkip()
    let (count, rows, columns) = shape
    // Numbers that tell where they came from.
    let source = (0..<count * rows * columns).map { Float($0) }
    var expected = source
    for matrix in 0..<count {
      for row in 0..<rows {
        for column in 0..<columns {
          expected[(matrix * columns + column) * rows + row] = source[(matrix * rows + row) * columns + column]
        }
      }
    }
    for shift in [0, 1] {
      let (from, target) = (GuardedFloats(source, shift: shift), GuardedFloats(count: source.count, shift: shift))
      kernels.transpose(from.view, into: target.view, count: count, rows: rows, columns: columns)
      #expect(firstDifference(target.array, from: expected) == nil, "\(kernels.name), shift \(shift)")
      #expect(from.overrun == nil && target.overrun == nil)
    }
  }

  private func sumRows(
    _ kernels: any KernelSet.Type, rows: Int, source: [Float], target: [Float], accumulates: Bool
  ) -> [Float] {
    let (source, target) = (GuardedFloats(source, shift: 1), GuardedFloats(target, shift: 1))
    LeafTable.with(sizes: [1]) { leaves in
      kernels.sumRows(
        RowSum(
          rowsPerImage: rows, columns: target.view.count, source: source.view, target: target.view,
          accumulates: accumulates, leaves: leaves))
    }
    #expect(source.overrun == nil && target.overrun == nil)
    return target.array
  }
}
