import KernelInterface
import Support
import Testing

/// The operands of a product in plain arrays.
struct ProductOperands {
  var a: [Float]
  var b: [Float]
  var c: [Float]
  var bias: [Float]

  /// Operands as long as `product` reaches, made by `numbers`.
  init(for product: ReferenceProduct, numbers: (Int) -> [Float]) {
    a = numbers(product.aCount)
    b = numbers(product.bCount)
    c = numbers(product.cCount)
    bias = numbers(product.columns)
  }

  /// Whole numbers: every set must give exactly the sum.
  static func integers(for product: ReferenceProduct, seed: UInt64 = 1) -> ProductOperands {
    var generator = SeededGenerator(seed: seed)
    return ProductOperands(for: product) { generator.smallIntegers($0) }
  }

  /// Numbers in −1…1, whose sums are rounded.
  static func fractions(for product: ReferenceProduct, seed: UInt64 = 2) -> ProductOperands {
    var generator = SeededGenerator(seed: seed)
    return ProductOperands(for: product) { generator.floats($0) }
  }
}

extension ReferenceProduct {
  /// C as `kernels` compute it from operands between guards.
  ///
  /// - Parameter shift: how many floats the operands start behind a 64-byte boundary.
  func computed(
    by kernels: any KernelSet.Type, from operands: ProductOperands, finish: StridedProduct.Finish, shift: Int = 0
  ) -> [Float] {
    let a = GuardedFloats(operands.a, shift: shift)
    let b = GuardedFloats(operands.b, shift: shift)
    let c = GuardedFloats(operands.c, shift: shift)
    let bias = GuardedFloats(operands.bias, shift: shift)
    let (aTable, cTable) = (IndexTable(aOffsets), IndexTable(cOffsets))
    withExtendedLifetime((aTable, cTable)) {
      let shape = ProductShape(
        rows: rows, columns: columns, depth: depth, inner: inner, outer: outer, aOffsets: aTable.view,
        cOffsets: cTable.view)
      kernels.multiply(
        StridedProduct(shape, a: a.view, b: b.view, c: c.view, bias: bias.view, finish: finish))
    }
    for operand in [a, b, c, bias] { #expect(operand.overrun == nil, "\(kernels.name) wrote outside of an operand") }
    #expect(firstDifference(a.array, from: operands.a) == nil, "\(kernels.name) changed an input")
    #expect(firstDifference(b.array, from: operands.b) == nil, "\(kernels.name) changed an input")
    return c.array
  }

  /// A matrix product: A `[rows, depth]`, B `[depth, columns]`, C `[rows, columns]`.
  static func matrix(rows: Int, columns: Int, depth: Int) -> ReferenceProduct {
    ReferenceProduct(
      columns: columns, depth: .init(count: depth, a: 1, b: columns), aOffsets: (0..<rows).map { $0 * depth },
      cOffsets: (0..<rows).map { $0 * columns })
  }
}

extension StridedProduct.Finish {
  static let all: [StridedProduct.Finish] = [.store, .accumulate, .addBias, .addBiasAndRectify]
}
