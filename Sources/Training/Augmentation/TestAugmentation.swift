package import KernelInterface

/// How images are seen in evaluation: the logits are the means over all views.
package enum TestAugmentation: String, Codable, CaseIterable, Sendable {
  /// As they are.
  case none
  /// As they are and mirrored.
  case flip
  /// As they are, moved by a pixel down to the right, and up to the left; all three mirrored as well.
  ///
  /// - Source: Jordan, *94% on CIFAR-10 in 3.29 seconds on a single GPU*, 2024, section 3.5, where the moved ones have
  ///   half the weight; here all weigh the same.
  case flipShift = "flip-shift"

  /// What is done to an image for each view, the first of which leaves it as it is.
  ///
  /// They are computed in one pass, so eight is the most.
  package var views: [ImageTransform] {
    switch self {
    case .none: Self.asTheyAre
    case .flip: Self.mirrored
    case .flipShift: Self.moved
    }
  }

  // Made once: evaluation asks for each image.
  private static let asTheyAre = [diagonal(0)]
  private static let mirrored = asTheyAre.flatMap(bothWays)
  private static let moved = [0, 1, -1].map(diagonal).flatMap(bothWays)

  private static func diagonal(_ pixels: Int) -> ImageTransform {
    var transform = ImageTransform()
    (transform.down, transform.right) = (pixels, pixels)
    return transform
  }

  private static func bothWays(_ transform: ImageTransform) -> [ImageTransform] {
    var mirrored = transform
    mirrored.isMirrored = true
    return [transform, mirrored]
  }
}
