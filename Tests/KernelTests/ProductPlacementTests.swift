import KernelInterface
import Kernels
import Support
import Testing

/// An element has the same bits wherever it is computed: in a tall, low or single-row tile, in any column of one.
@Suite("Placement in strided products")
struct ProductPlacementTests {
  @Test("a row has the same bits at any place in the table", arguments: KernelRegistry.all, [16, 32, 64, 112])
  func rows(entry: KernelRegistry.Entry, columns: Int) throws {
    let kernels = try entry.kernelsOrSkip()
    let rows = 15
    let product = ReferenceProduct.matrix(rows: rows, columns: columns, depth: 96)
    let operands = ProductOperands.fractions(for: product)
    for finish in StridedProduct.Finish.all {
      let expected = product.computed(by: kernels, from: operands, finish: finish)
      for rotation in 1..<rows {
        var rotated = product
        rotated.aOffsets = Array(product.aOffsets[rotation...] + product.aOffsets[..<rotation])
        rotated.cOffsets = Array(product.cOffsets[rotation...] + product.cOffsets[..<rotation])
        let found = rotated.computed(by: kernels, from: operands, finish: finish)
        #expect(firstDifference(found, from: expected) == nil, "\(kernels.name), moved by \(rotation), \(finish)")
      }
    }
  }

  @Test("a row has the same bits in a table of any length", arguments: KernelRegistry.all, [16, 32, 64, 112])
  func shortTables(entry: KernelRegistry.Entry, columns: Int) throws {
    let kernels = try entry.kernelsOrSkip()
    let product = ReferenceProduct.matrix(rows: 26, columns: columns, depth: 96)
    let operands = ProductOperands.fractions(for: product)
    let expected = product.computed(by: kernels, from: operands, finish: .store)
    for rows in 1..<26 {
      let short = ReferenceProduct.matrix(rows: rows, columns: columns, depth: 96)
      let found = short.computed(by: kernels, from: operands, finish: .store)
      let firstRows = Array(expected[..<(rows * columns)]) + operands.c[(rows * columns)...]
      #expect(firstDifference(found, from: firstRows) == nil, "\(kernels.name), \(rows) rows")
    }
  }

  @Test("a column has the same bits alone and among others", arguments: KernelRegistry.all)
  func columns(entry: KernelRegistry.Entry) throws {
    let kernels = try entry.kernelsOrSkip()
    let (rows, columns, depth) = (13, 112, 96)
    let product = ReferenceProduct.matrix(rows: rows, columns: columns, depth: depth)
    let operands = ProductOperands.fractions(for: product)
    let all = product.computed(by: kernels, from: operands, finish: .addBias)
    for column in stride(from: 0, to: columns, by: 16) {
      var alone = ReferenceProduct.matrix(rows: rows, columns: 16, depth: depth)
      alone.depth.b = columns
      var part = operands
      part.b = Array(operands.b[column...])
      part.bias = Array(operands.bias[column..<column + 16])
      let found = alone.computed(by: kernels, from: part, finish: .addBias)
      let expected = (0..<rows).flatMap { row in all[(row * columns + column)..<(row * columns + column + 16)] }
      let difference = firstDifference(Array(found[..<expected.count]), from: expected)
      #expect(difference == nil, "\(kernels.name), columns from \(column) on")
    }
  }

  @Test("misaligned operands give the same bits", arguments: KernelRegistry.all, [16, 32, 64, 112])
  func misaligned(entry: KernelRegistry.Entry, columns: Int) throws {
    let kernels = try entry.kernelsOrSkip()
    let product = ReferenceProduct.matrix(rows: 27, columns: columns, depth: 9)
    let operands = ProductOperands.fractions(for: product)
    for finish in StridedProduct.Finish.all {
      let expected = product.computed(by: kernels, from: operands, finish: finish)
      let found = product.computed(by: kernels, from: operands, finish: finish, shift: 1)
      #expect(firstDifference(found, from: expected) == nil, "\(kernels.name), \(finish)")
    }
  }
}
