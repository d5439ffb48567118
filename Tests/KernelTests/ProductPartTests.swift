import KernelInterface
import Kernels
import Support
import Testing

/// Products that are computed in parts: the bits are those of one sum in the order of the formula.
@Suite("Products in parts")
struct ProductPartTests {
  /// A shape whose sum, rows or columns do not fit one part.
  struct Case: Sendable, CustomTestStringConvertible {
    let rows: Int
    let columns: Int
    let depth: Int
    var inner = 1
    var outer = 1
    /// Whether B lies in panels of 16 columns.
    var inPanels = false

    var testDescription: String {
      "\(rows) x \(columns), \(outer) x \(inner) x \(depth) terms\(inPanels ? ", in panels" : "")"
    }

    /// Loops that overlap in A, as a convolution's do, and leave gaps in B.
    var product: ReferenceProduct {
      let step = inPanels ? 16 : columns
      let lines = depth * step + 3
      var product = ReferenceProduct(
        columns: columns, depth: .init(count: depth, a: 1, b: step),
        inner: .init(count: inner, a: depth / 2 + 1, b: lines),
        outer: .init(count: outer, a: 7, b: inner * lines + 5), aOffsets: (0..<rows).map { $0 * 9 },
        cOffsets: (0..<rows).map { $0 * (columns + 2) })
      if inPanels { product.panel = outer * (inner * lines + 5) + 1 }
      return product
    }
  }

  static let cases = [
    // More steps than a part has, in one line and in several, and just as many.
    Case(rows: 13, columns: 80, depth: 385), Case(rows: 2, columns: 208, depth: 1000),
    Case(rows: 6, columns: 96, depth: 400, inner: 3), Case(rows: 7, columns: 144, depth: 768, inner: 2),
    Case(rows: 12, columns: 32, depth: 384, inner: 2), Case(rows: 1, columns: 80, depth: 383, inner: 2),
    // Several lines to a part.
    Case(rows: 25, columns: 48, depth: 100, inner: 9), Case(rows: 31, columns: 64, depth: 192, inner: 3),
    Case(rows: 5, columns: 16, depth: 1, inner: 800), Case(rows: 8, columns: 112, depth: 2, inner: 577),
    // Many rows, and every rest of the columns.
    Case(rows: 97, columns: 16, depth: 96, inner: 5), Case(rows: 193, columns: 208, depth: 3),
    Case(rows: 96, columns: 144, depth: 9, inner: 3), Case(rows: 95, columns: 80, depth: 27),
    // A third loop, which is not parted.
    Case(rows: 14, columns: 96, depth: 200, inner: 3, outer: 2),
    // Nothing to sum.
    Case(rows: 98, columns: 80, depth: 0), Case(rows: 3, columns: 80, depth: 500, inner: 0),
    Case(rows: 3, columns: 80, depth: 400, inner: 2, outer: 0), Case(rows: 0, columns: 80, depth: 400),
    // Panels: with loops, and longer than a part.
    Case(rows: 48, columns: 64, depth: 64, inPanels: true), Case(rows: 13, columns: 80, depth: 1, inPanels: true),
    Case(rows: 97, columns: 144, depth: 30, inner: 2, inPanels: true),
    Case(rows: 5, columns: 208, depth: 400, inner: 2, inPanels: true),
    Case(rows: 6, columns: 96, depth: 7, inner: 3, outer: 2, inPanels: true),
  ]

  @Test("whole numbers, exactly", arguments: cases)
  func whole(part: Case) {
    let product = part.product
    let operands = ProductOperands.integers(for: product)
    let sums = product.sums(a: operands.a, b: operands.b)
    for finish in StridedProduct.Finish.all {
      let expected = product.finished(sums, c: operands.c, bias: operands.bias, finish: finish)
        .map { Float($0.value) }
      for kernels in KernelRegistry.tested.map(\.kernels) {
        let found = product.computed(by: kernels, from: operands, finish: finish)
        #expect(firstDifference(found, from: expected) == nil, "\(kernels.name), \(finish)")
      }
    }
  }

  @Test("each sum is rounded term by term, from zero, in order", arguments: cases)
  func order(part: Case) {
    let product = part.product
    let operands = ProductOperands.fractions(for: product)
    for kernels in KernelRegistry.tested.map(\.kernels) {
      for finish in StridedProduct.Finish.all {
        let found = product.computed(by: kernels, from: operands, finish: finish, shift: 1)
        let difference = firstDifference(found, from: product.documented(kernels, from: operands, finish: finish))
        #expect(difference == nil, "\(kernels.name), \(finish)")
      }
    }
  }
}
