import KernelInterface
import Kernels
import Support
import Testing

/// Products of whole numbers: every set must give exactly the sum, so a wrong index cannot hide in a tolerance.
@Suite("Strided products of whole numbers")
struct ProductTests {
  /// Around every multiple of every register tile (1, 2, 4, 5, 6, 8 and 16 rows), up to two tall tiles and a rest.
  static let rowCounts = Array(0...13) + [15, 16, 17, 19, 20, 21, 23, 24, 25, 31, 32, 33, 39]
  /// Every mix of 4, 3, 2 and 1 vectors.
  static let columnCounts = [16, 32, 48, 64, 80, 96, 112, 128]

  @Test("every remainder of every tile", arguments: KernelRegistry.all, columnCounts)
  func tileRemainders(entry: KernelRegistry.Entry, columns: Int) throws {
    let kernels = try entry.kernelsOrSkip()
    for rows in Self.rowCounts {
      for depth in [1, 2, 3, 9] {
        expectExact(.matrix(rows: rows, columns: columns, depth: depth), kernels, "\(rows) rows, depth \(depth)")
      }
    }
  }

  @Test("deep sums", arguments: KernelRegistry.all, columnCounts)
  func deepSums(entry: KernelRegistry.Entry, columns: Int) throws {
    let kernels = try entry.kernelsOrSkip()
    for depth in [96, 800] {
      expectExact(.matrix(rows: 13, columns: columns, depth: depth), kernels, "depth \(depth)")
    }
  }

  @Test("three levels of the sum", arguments: KernelRegistry.all, [16, 48, 64])
  func loops(entry: KernelRegistry.Entry, columns: Int) throws {
    let kernels = try entry.kernelsOrSkip()
    for (inner, outer) in [(1, 2), (2, 1), (3, 2), (2, 3), (0, 2), (2, 0)] {
      var product = ReferenceProduct.matrix(rows: 15, columns: columns, depth: 3)
      product.inner = .init(count: inner, a: 5, b: 3 * columns)
      product.outer = .init(count: outer, a: 17, b: 10 * columns)
      expectExact(product, kernels, "inner \(inner), outer \(outer)")
    }
  }

  @Test("an empty sum is zero", arguments: KernelRegistry.all)
  func emptySum(entry: KernelRegistry.Entry) throws {
    expectExact(.matrix(rows: 7, columns: 48, depth: 0), try entry.kernelsOrSkip(), "depth 0")
  }

  @Test("operands that stand still", arguments: KernelRegistry.all)
  func zeroStrides(entry: KernelRegistry.Entry) throws {
    let kernels = try entry.kernelsOrSkip()
    var product = ReferenceProduct.matrix(rows: 13, columns: 32, depth: 4)
    product.depth.a = 0
    expectExact(product, kernels, "a stands still")
    product.depth = .init(count: 4, a: 1, b: 0)
    expectExact(product, kernels, "b stands still")
    // Overlapping rows of B, as no matrix has them.
    product.depth.b = 1
    expectExact(product, kernels, "b moves by one float")
  }

  @Test("rows in any order, with gaps that stay as they are", arguments: KernelRegistry.all, [16, 32, 80, 128])
  func scatteredRows(entry: KernelRegistry.Entry, columns: Int) throws {
    let kernels = try entry.kernelsOrSkip()
    var generator = SeededGenerator(seed: 3)
    for rows in [1, 5, 12, 25] {
      var product = ReferenceProduct.matrix(rows: rows, columns: columns, depth: 9)
      // Rows of A may overlap and repeat; rows of C may not, but need not follow each other.
      product.aOffsets = (0..<rows).map { _ in Int.random(in: 0...40, using: &generator) }
      product.cOffsets = (0..<rows).map { 5 + $0 * (columns + 7) }.shuffled(using: &generator)
      expectExact(product, kernels, "\(rows) rows")
    }
  }

  /// Compares all four ways to finish with the reference, bit by bit.
  private func expectExact(_ product: ReferenceProduct, _ kernels: any KernelSet.Type, _ what: String) {
    let operands = ProductOperands.integers(for: product)
    let sums = product.sums(a: operands.a, b: operands.b)
    for finish in StridedProduct.Finish.all {
      let expected = product.finished(sums, c: operands.c, bias: operands.bias, finish: finish)
      let found = product.computed(by: kernels, from: operands, finish: finish)
      let difference = firstDifference(found, from: expected.map { Float($0.value) })
      #expect(difference == nil, "\(kernels.name), \(product.columns) columns, \(what), \(finish)")
    }
  }
}
