/// What the images of one class have in common.
package struct ClassStatistics: Equatable, Sendable {
  /// The class.
  package let label: Int
  /// The positions of its images in their set, ascending.
  package let positions: [Int]
  /// The rounded mean of every pixel, row-major; black if there are no images.
  package let meanPixels: [UInt8]

  /// The number of images.
  package var count: Int { positions.count }

  /// The statistics of the classes 0..<`classes` in `set`, in that order.
  ///
  /// - Precondition: every label is one of the classes.
  /// - Cost: one pass over the pixels.
  package static func all(of set: ImageSet, classes: Int) -> [ClassStatistics] {
    let size = set.pixelsPerImage
    var positions = [[Int]](repeating: [], count: classes)
    for image in 0..<set.count { positions[Int(set.labels[image])].append(image) }
    // All classes without images share one.
    let black = [UInt8](repeating: 0, count: size)
    return positions.enumerated().map { label, positions in
      ClassStatistics(
        label: label, positions: positions, meanPixels: positions.isEmpty ? black : mean(of: positions, in: set))
    }
  }

  private static func mean(of positions: [Int], in set: ImageSet) -> [UInt8] {
    let (size, count) = (set.pixelsPerImage, positions.count)
    var sums = [Int](repeating: 0, count: size)
    for image in positions {
      for pixel in 0..<size { sums[pixel] += Int(set.pixels[image * size + pixel]) }
    }
    return sums.map { UInt8(($0 + count / 2) / count) }
  }
}
