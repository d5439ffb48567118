import KernelInterface
import Kernels
import Support
import Testing

/// Products by leaves: each leaf's sum is rounded as if it were alone, and then the leaves are added along the tree.
@Suite("Products by leaves")
struct LeafProductTests {
  /// A shape, and how its images are shared out among leaves.
  struct Case: Sendable, CustomTestStringConvertible {
    let rows: Int
    let columns: Int
    let depth: Int
    let inner: Int
    let leaves: [Int]
    var inPanels = false

    init(_ rows: Int, _ columns: Int, depth: Int = 1, inner: Int = 1, leaves: [Int], inPanels: Bool = false) {
      (self.rows, self.columns, self.depth, self.inner, self.leaves) = (rows, columns, depth, inner, leaves)
      self.inPanels = inPanels
    }

    var testDescription: String {
      "\(rows) x \(columns), \(inner) x \(depth) terms, leaves of \(leaves)\(inPanels ? ", in panels" : "")"
    }

    /// Whether an image gives one term, so that a kernel of its own computes the product.
    var sumsOverImages: Bool { depth == 1 && inner == 1 }

    /// As a sum over images has it, a bias makes no sense.
    var finishes: [StridedProduct.Finish] { sumsOverImages ? [.store, .accumulate] : StridedProduct.Finish.all }

    var product: ReferenceProduct {
      let images = leaves.reduce(0, +)
      let step = inPanels ? 16 : columns
      var product = ReferenceProduct(
        columns: columns, depth: .init(count: depth, a: rows, b: step),
        inner: .init(count: inner, a: 3, b: depth * step),
        outer: .init(count: images, a: inner * depth * rows + 1, b: inner * depth * step), aOffsets: Array(0..<rows),
        cOffsets: (0..<rows).map { $0 * columns })
      if inPanels { product.panel = images * inner * depth * step }
      return product
    }
  }

  static let cases = [
    // Several parts to a leaf: of eight images, of two, of one, of 24; full ones, and leaves that end within one.
    Case(13, 80, depth: 6, leaves: [8, 9, 0, 17, 1]), Case(25, 96, depth: 10, inner: 2, leaves: [1, 2, 3, 4, 5]),
    Case(6, 144, depth: 60, leaves: [2, 0, 3]), Case(5, 208, depth: 1, inner: 2, leaves: [25, 24, 49]),
    Case(4, 48, depth: 48, leaves: [3, 1]), Case(4, 48, depth: 47, leaves: [3, 1]),
    // Rows that fill more than one part, and just one.
    Case(95, 16, depth: 4, leaves: [3, 13]), Case(96, 80, depth: 9, leaves: [1, 6, 5]),
    Case(97, 144, depth: 3, inner: 3, leaves: [6, 0, 6]), Case(193, 80, depth: 2, leaves: [25, 1]),
    Case(288, 64, depth: 11, inner: 11, leaves: [1, 1, 1]),
    // One leaf, empty ones, and many: every depth of the tree.
    Case(7, 80, depth: 5, leaves: [4]), Case(7, 80, depth: 5, leaves: [0]), Case(98, 96, depth: 5, leaves: [0, 0, 0]),
    Case(3, 80, depth: 3, leaves: [0, 2, 0]), Case(9, 32, depth: 13, leaves: [1, 0, 2, 4, 3, 1, 1, 5, 0, 2, 9, 1, 1]),
    Case(2, 16, depth: 2, leaves: Array(repeating: 1, count: 33)),
    // Sums over images alone: the usual leaf of four, and all others.
    Case(97, 80, leaves: [4, 4, 4, 4, 4]), Case(193, 144, leaves: [4, 4, 4, 4]), Case(96, 208, leaves: [1]),
    Case(5, 96, leaves: [0]), Case(31, 112, leaves: [13, 1, 0, 2, 5, 4, 0]), Case(14, 64, leaves: [30, 2]),
    Case(25, 48, leaves: [0, 0, 3, 0]), Case(12, 128, leaves: Array(repeating: 2, count: 21)), Case(0, 16, leaves: [2]),
    // Panels.
    Case(48, 64, depth: 12, leaves: [3, 5, 4], inPanels: true),
    Case(97, 144, depth: 2, inner: 2, leaves: [13, 0, 12], inPanels: true),
  ]

  @Test("whole numbers, exactly", arguments: cases)
  func whole(leafCase: Case) {
    let product = leafCase.product
    let operands = ProductOperands.integers(for: product)
    let sums = product.sums(a: operands.a, b: operands.b)
    for finish in leafCase.finishes {
      let expected = product.finished(sums, c: operands.c, bias: operands.bias, finish: finish)
        .map { Float($0.value) }
      for kernels in KernelRegistry.tested.map(\.kernels) {
        let found = product.computed(by: kernels, from: operands, finish: finish, leaves: leafCase.leaves)
        #expect(firstDifference(found, from: expected) == nil, "\(kernels.name), \(finish)")
      }
    }
  }

  @Test("leaves are rounded term by term and added along the tree", arguments: cases)
  func order(leafCase: Case) {
    let product = leafCase.product
    let operands = ProductOperands.fractions(for: product)
    for kernels in KernelRegistry.tested.map(\.kernels) {
      for finish in leafCase.finishes {
        let found = product.computed(
          by: kernels, from: operands, finish: finish, leaves: leafCase.leaves, shift: 1)
        let expected = product.documented(kernels, from: operands, finish: finish, leaves: leafCase.leaves)
        #expect(firstDifference(found, from: expected) == nil, "\(kernels.name), \(finish)")
      }
    }
  }
}
