/// How often each grey level occurs in some images.
package struct PixelHistogram: Equatable, Sendable {
  /// The number of pixels of each level, 0 to 255.
  package let counts: [Int]

  /// Counts the levels of `pixels`.
  package init(_ pixels: [UInt8]) {
    var counts = [Int](repeating: 0, count: 256)
    for pixel in pixels { counts[Int(pixel)] += 1 }
    self.counts = counts
  }

  /// Takes counts of levels 0 to 255 from elsewhere; nil if there are not as many, or one is negative.
  package init?(counts: [Int]) {
    guard counts.count == 256, counts.allSatisfy({ $0 >= 0 }) else { return nil }
    self.counts = counts
  }

  /// The histogram of the pixels of both.
  package static func + (one: PixelHistogram, other: PixelHistogram) -> PixelHistogram {
    PixelHistogram(sums: zip(one.counts, other.counts).map { $0 + $1 })
  }

  private init(sums: [Int]) { counts = sums }

  /// The number of pixels.
  package var total: Int { counts.reduce(0, +) }

  /// The mean of the levels divided by 255; 0 without pixels.
  package var mean: Double { total == 0 ? 0 : Double(sum) / Double(total) / 255 }

  /// The standard deviation of the levels divided by 255, as NumPy's `std`: of these pixels, not an estimate for others.
  ///
  /// - Formula: √(n·Σv² − (Σv)²) / n / 255. The sums are exact, so nothing is lost in their difference.
  package var standardDeviation: Double {
    guard total > 0 else { return 0 }
    let squares = UInt128(total) * UInt128(squareSum)
    return Double(squares - UInt128(sum) * UInt128(sum)).squareRoot() / Double(total) / 255
  }

  /// The share of pixels that are 0; 0 without pixels.
  package var zeroShare: Double { total == 0 ? 0 : Double(counts[0]) / Double(total) }

  private var sum: Int { counts.indices.reduce(0) { $0 + $1 * counts[$1] } }
  private var squareSum: Int { counts.indices.reduce(0) { $0 + $1 * $1 * counts[$1] } }
}
