package import KernelInterface

extension LeafTable {
  /// Leaves with these numbers of images.
  package convenience init(sizes: [Int]) {
    self.init(capacity: sizes.count)
    var images = 0
    for size in sizes {
      images += size
      endLeaf(before: images)
    }
  }
}
