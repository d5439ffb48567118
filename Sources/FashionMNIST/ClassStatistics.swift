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
    var sums = [[Int]](repeating: [Int](repeating: 0, count: size), count: classes)
    var positions = [[Int]](repeating: [], count: classes)
    for image in 0..<set.count {
      let label = Int(set.labels[image])
      positions[label].append(image)
      for pixel in 0..<size { sums[label][pixel] += Int(set.pixels[image * size + pixel]) }
    }
    return (0..<classes).map { label in
      let count = positions[label].count
      let mean = sums[label].map { count == 0 ? 0 : UInt8(($0 + count / 2) / count) }
      return ClassStatistics(label: label, positions: positions[label], meanPixels: mean)
    }
  }
}
