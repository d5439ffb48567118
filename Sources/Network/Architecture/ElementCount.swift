/// Checked sizes: descriptions come from files, so no product may overflow and no tensor exceed memory.
enum ElementCount {
  /// The most elements of one tensor, and of all parameters: 1 GiB of single precision numbers.
  static let limit = 1 << 28

  /// The most floats of an image in memory, whose offsets have 31 bits.
  private static let imageLimit = Int(Int32.max)
  /// Channels lie in memory in whole vectors of so many.
  private static let lanes = 16

  /// The number of elements of a tensor; three axes are those of an image.
  ///
  /// - Throws: if an axis is negative, if there are more than ``limit``, or if an image is too large with its channels padded.
  static func of(_ shape: [Int], field: String) throws(ArchitectureError) -> Int {
    var count = 1
    for axis in shape {
      let (product, overflows) = count.multipliedReportingOverflow(by: axis)
      guard axis >= 0, !overflows, product <= limit else {
        throw ArchitectureError(field: field, found: "\(shape)", supported: "at most \(limit) elements")
      }
      count = product
    }
    if shape.count == 3 {
      // In range: the product is at most the limit, and padding makes it sixteen times as large at the most.
      let padded = shape[0] * shape[1] * ((shape[2] + lanes - 1) / lanes * lanes)
      guard padded <= imageLimit else {
        throw ArchitectureError(
          field: field, found: "\(shape)",
          supported: "at most \(imageLimit) numbers in memory, where channels are multiples of \(lanes)")
      }
    }
    return count
  }
}
