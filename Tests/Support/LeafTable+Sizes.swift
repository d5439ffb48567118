package import KernelInterface

extension LeafTable {
  /// Calls `body` with leaves of these numbers of images, which live as long as the call.
  package static func with<Result>(sizes: [Int], _ body: (LeafView) -> Result) -> Result {
    let table = LeafTable(capacity: sizes.count)
    var images = 0
    for size in sizes {
      images += size
      table.endLeaf(before: images)
    }
    return withExtendedLifetime(table) { body(table.view) }
  }
}
