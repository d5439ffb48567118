import Foundation

/// Numbers of bytes, for messages.
package enum ByteCount {
  /// "532 bytes", "1.2 GB": three digits at most, in decimal units as disks have them.
  package static func text(_ bytes: Int) -> String {
    guard bytes >= 1000 else { return "\(bytes) bytes" }
    var (value, units) = (Double(bytes) / 1000, ["kB", "MB", "GB", "TB", "PB", "EB"][...])
    while value >= 999.5, units.count > 1 {
      value /= 1000
      units.removeFirst()
    }
    return String(format: value < 9.95 ? "%.1f " : "%.0f ", value) + (units.first ?? "")
  }

  /// The sum of `counts`, or the largest number where that is not enough.
  package static func sum(_ counts: some Sequence<Int>) -> Int {
    counts.reduce(0) { sum, count in
      let (total, overflows) = sum.addingReportingOverflow(count)
      return overflows ? .max : total
    }
  }

  /// The product of `factors`, none of them negative, or the largest number where that is not enough.
  package static func product(_ factors: Int...) -> Int {
    if factors.contains(0) { return 0 }
    return factors.reduce(1) { product, factor in
      let (total, overflows) = product.multipliedReportingOverflow(by: factor)
      return overflows ? .max : total
    }
  }
}
