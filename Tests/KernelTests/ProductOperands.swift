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
  /// - Parameters:
  ///   - leaves: how many steps of the outer loop each leaf has; nil for one sum over all of it.
  ///   - shift: how many floats the operands start behind a 64-byte boundary.
  func computed(
    by kernels: any KernelSet.Type, from operands: ProductOperands, finish: StridedProduct.Finish,
    leaves: [Int]? = nil, shift: Int = 0
  ) -> [Float] {
    let a = GuardedFloats(operands.a, shift: shift)
    let b = GuardedFloats(operands.b, shift: shift)
    let c = GuardedFloats(operands.c, shift: shift)
    let bias = GuardedFloats(operands.bias, shift: shift)
    let (aTable, cTable) = (IndexTable(aOffsets), IndexTable(cOffsets))
    withExtendedLifetime((aTable, cTable)) {
      let shape = ProductShape(
        rows: rows, columns: columns, depth: depth, inner: inner, outer: outer, aOffsets: aTable.view,
        cOffsets: cTable.view, panel: panel)
      func multiply(_ leaves: LeafView?) {
        kernels.multiply(
          StridedProduct(
            shape, a: a.view, b: b.view, c: c.view, bias: bias.view, finish: finish, leaves: leaves))
      }
      if let leaves { LeafTable.with(sizes: leaves) { multiply($0) } } else { multiply(nil) }
    }
    for operand in [a, b, c, bias] { #expect(operand.overrun == nil, "\(kernels.name) wrote outside of an operand") }
    #expect(firstDifference(a.array, from: operands.a) == nil, "\(kernels.name) changed an input")
    #expect(firstDifference(b.array, from: operands.b) == nil, "\(kernels.name) changed an input")
    return c.array
  }

  /// C as documented, to the bit: sums rounded term by term, from zero, in order, and then those of the leaves along the tree.
  func documented(
    _ kernels: any KernelSet.Type, from operands: ProductOperands, finish: StridedProduct.Finish, leaves: [Int]? = nil
  ) -> [Float] {
    var first = 0
    let sums = (leaves ?? [outer.count]).map { size in
      defer { first += size }
      return chains(a: operands.a, b: operands.b, images: first..<first + size)
    }
    let sum = treeSum(sums) { left, right in zip(left, right).map { $0 + $1 } }
    var c = operands.c
    for r in 0..<rows {
      for n in 0..<columns {
        let (value, place) = (sum[r * columns + n], cOffsets[r] + n)
        switch finish {
        case .store: c[place] = value
        case .accumulate: c[place] = operands.c[place] + value
        case .addBias: c[place] = value + operands.bias[n]
        case .addBiasAndRectify: c[place] = max(0, value + operands.bias[n])
        }
      }
    }
    return c
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
