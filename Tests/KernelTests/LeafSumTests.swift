import KernelInterface
import Kernels
import Support
import Testing

/// Leaves that a kernel adds in registers give the bits of leaves computed alone and added along the tree.
@Suite("Leaves in registers")
struct LeafSumTests {
  static let counts = [1, 2, 3, 4, 5, 6, 7, 8, 13]

  @Test("rows", arguments: KernelRegistry.all, counts)
  func rows(entry: KernelRegistry.Entry, leaves: Int) throws {
    let kernels = try entry.kernelsOrSkip()
    var generator = SeededGenerator(seed: 51)
    // Leaf l has l mod 3 images of 5 rows: some have none.
    let sizes = (0..<leaves).map { $0 % 3 }
    let source = FloatBuffer(generator.floats(sizes.reduce(0, +) * 5 * 32 + 32))
    func sum(_ sizes: [Int], from image: Int) -> [Float] {
      let target = FloatBuffer(count: 32)
      LeafTable.with(sizes: sizes) { leaves in
        kernels.computeBiasGradient(
          RowSum(
            rowsPerImage: 5, columns: 32, source: source.view(at: image * 160, count: source.count - image * 160),
            target: target.view, accumulates: false, leaves: leaves))
      }
      return target.view.array
    }
    var first = 0
    let alone = sizes.map { size in
      defer { first += size }
      return sum([size], from: first)
    }
    #expect(firstDifference(sum(sizes, from: 0), from: treeSum(alone)) == nil)
  }

  @Test("products, over images of several rows and over images alone", arguments: KernelRegistry.all, counts)
  func products(entry: KernelRegistry.Entry, leaves: Int) throws {
    let kernels = try entry.kernelsOrSkip()
    var generator = SeededGenerator(seed: 52)
    let sizes = (0..<leaves).map { ($0 + 2) % 3 }
    let images = sizes.reduce(0, +)
    for (depth, columns, rows) in [(1, 64, 14), (6, 32, 25), (3, 16, 13)] {
      let a = FloatBuffer(generator.floats(images * depth * rows + rows))
      let b = FloatBuffer(generator.floats(images * depth * columns + columns))
      let (aTable, cTable) = (IndexTable(Array(0..<rows)), IndexTable((0..<rows).map { $0 * columns }))
      func sum(_ sizes: [Int], from image: Int) -> [Float] {
        let shape = ProductShape(
          rows: rows, columns: columns, depth: .init(count: depth, a: rows, b: columns),
          outer: .init(count: sizes.reduce(0, +), a: depth * rows, b: depth * columns), aOffsets: aTable.view,
          cOffsets: cTable.view)
        let c = FloatBuffer(count: rows * columns)
        let (aStart, bStart) = (image * depth * rows, image * depth * columns)
        LeafTable.with(sizes: sizes) { leaves in
          kernels.multiply(
            StridedProduct(
              shape, a: a.view(at: aStart, count: a.count - aStart), b: b.view(at: bStart, count: b.count - bStart),
              c: c.view, finish: .store, leaves: leaves))
        }
        return c.view.array
      }
      var first = 0
      let alone = sizes.map { size in
        defer { first += size }
        return sum([size], from: first)
      }
      #expect(firstDifference(sum(sizes, from: 0), from: treeSum(alone)) == nil, "\(kernels.name), depth \(depth)")
    }
  }

  /// The sum along the tree, by recursion: left + right, where right is not empty.
  private func treeSum(_ leaves: [[Float]]) -> [Float] {
    guard leaves.count > 1 else { return leaves[0] }
    var half = 1
    while 2 * half < leaves.count { half *= 2 }
    return zip(treeSum(Array(leaves[..<half])), treeSum(Array(leaves[half...]))).map { $0 + $1 }
  }
}

extension FloatBuffer {
  /// A buffer with these floats.
  fileprivate convenience init(_ values: [Float]) {
    self.init(count: values.count)
    for (index, value) in values.enumerated() { self[index] = value }
  }
}
