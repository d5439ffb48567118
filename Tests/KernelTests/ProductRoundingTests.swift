import KernelInterface
import Kernels
import Support
import Testing

/// Products of fractions: close to the exact sum, and rounded in the documented order.
@Suite("Rounding of strided products")
struct ProductRoundingTests {
  /// Enough rows and columns that every tile of every set takes part.
  static let products: [ReferenceProduct] =
    [1, 2, 3, 9, 96, 576].map { .matrix(rows: 27, columns: 112, depth: $0) }

  @Test("within the tolerance of a sum in Float", arguments: KernelRegistry.all, products.indices)
  func tolerance(entry: KernelRegistry.Entry, index: Int) throws {
    let (kernels, product) = (try entry.kernelsOrSkip(), Self.products[index])
    let operands = ProductOperands.fractions(for: product)
    let sums = product.sums(a: operands.a, b: operands.b)
    for finish in StridedProduct.Finish.all {
      let expected = product.finished(sums, c: operands.c, bias: operands.bias, finish: finish)
      let found = product.computed(by: kernels, from: operands, finish: finish)
      let deviation = firstDeviation(found, from: expected.map(\.expected))
      #expect(deviation == nil, "\(kernels.name), depth \(product.depth.count), \(finish)")
    }
  }

  @Test("each sum is rounded term by term, from zero, in order", arguments: KernelRegistry.all, products.indices)
  func order(entry: KernelRegistry.Entry, index: Int) throws {
    let (kernels, product) = (try entry.kernelsOrSkip(), Self.products[index])
    let operands = ProductOperands.fractions(for: product)
    for finish in StridedProduct.Finish.all {
      let found = product.computed(by: kernels, from: operands, finish: finish)
      let difference = firstDifference(found, from: product.documented(kernels, from: operands, finish: finish))
      #expect(difference == nil, "\(kernels.name), depth \(product.depth.count), \(finish)")
    }
  }

  @Test("a sum that is not a number stays one", arguments: KernelRegistry.all)
  func notANumber(entry: KernelRegistry.Entry) throws {
    let kernels = try entry.kernelsOrSkip()
    let product = ReferenceProduct.matrix(rows: 13, columns: 32, depth: 3)
    for poison in [Float.nan, .infinity] {
      var operands = ProductOperands.fractions(for: product)
      operands.a[4] = poison
      operands.b[32] = 0
      for finish in StridedProduct.Finish.all {
        let found = product.computed(by: kernels, from: operands, finish: finish)
        #expect(found[32].isNaN, "\(kernels.name): row 1 has the term \(poison) · 0, \(finish)")
        #expect(!found[0].isNaN && !found[64].isNaN, "the rows beside it have not")
      }
    }
  }
}
