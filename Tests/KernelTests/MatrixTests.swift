import KernelInterface
import Kernels
import Support
import Testing

@Suite("Matrix kernels")
struct MatrixTests {
  @Test("sum of rows", arguments: KernelRegistry.all, [16, 32, 48, 64, 80, 112, 128])
  func computeBiasGradient(entry: KernelRegistry.Entry, columns: Int) throws {
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
        let found = self.computeBiasGradient(
          kernels, rows: rows, source: source, target: before, accumulates: accumulates)
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
    [(3, 0), (1, 1), (1, 17), (17, 1), (16, 16), (15, 33), (32, 64), (64, 288), (100, 48)])
  func transpose(entry: KernelRegistry.Entry, shape: (rows: Int, columns: Int)) throws {
    let kernels = try entry.kernelsOrSkip()
    let (rows, columns) = shape
    // Numbers that tell where they came from.
    let source = (0..<rows * columns).map { Float($0) }
    let expected = (0..<rows * columns).map { source[$0 % max(rows, 1) * columns + $0 / max(rows, 1)] }
    for shift in 0...1 {
      let (from, target) = (GuardedFloats(source, shift: shift), GuardedFloats(count: source.count, shift: shift))
      kernels.transpose(Transposition(from.view, into: target.view, rows: rows, columns: columns))
      #expect(firstDifference(target.array, from: expected) == nil, "\(kernels.name)")
      #expect(from.overrun == nil && target.overrun == nil)
    }
  }

  private func computeBiasGradient(
    _ kernels: any KernelSet.Type, rows: Int, source: [Float], target: [Float], accumulates: Bool
  ) -> [Float] {
    let (source, target) = (GuardedFloats(source, shift: 1), GuardedFloats(target, shift: 1))
    LeafTable.with(sizes: [1]) { leaves in
      kernels.computeBiasGradient(
        RowSum(
          rowsPerImage: rows, columns: target.view.count, source: source.view, target: target.view,
          accumulates: accumulates, leaves: leaves))
    }
    #expect(source.overrun == nil && target.overrun == nil)
    return target.array
  }
}
