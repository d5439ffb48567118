/// Checked sizes: descriptions come from files, so no product may overflow and no tensor exceed memory.
enum ElementCount {
  /// The most elements of one tensor, and of all parameters: 1 GiB of single precision numbers.
  static let limit = 1 << 28

  /// The number of elements of a tensor.
  ///
  /// - Throws: if an axis is negative, or if there are more than ``limit``.
  static func of(_ shape: [Int], field: String) throws(ArchitectureError) -> Int {
    var count = 1
    for axis in shape {
      let (product, overflows) = count.multipliedReportingOverflow(by: axis)
      guard axis >= 0, !overflows, product <= limit else {
        throw ArchitectureError(field: field, found: "\(shape)", supported: "at most \(limit) elements")
      }
      count = product
    }
    return count
  }
}
