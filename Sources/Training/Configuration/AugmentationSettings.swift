/// How training images are changed at random, each anew in every epoch.
package struct AugmentationSettings: Codable, Equatable, Sendable {
  package var flip = Flip.none
  /// The most pixels by which an image moves, up or down and left or right; what comes in is zero.
  package var shift = 0
  /// Nil where nothing is erased.
  package var erasing: ErasingSettings?

  package init(flip: Flip = .none, shift: Int = 0, erasing: ErasingSettings? = nil) {
    self.flip = flip
    self.shift = shift
    self.erasing = erasing
  }

  /// Whether images stay as they are.
  package var isNone: Bool { self == AugmentationSettings() }
}

/// Which images are mirrored, left to right.
package enum Flip: String, Codable, CaseIterable, Sendable {
  case none
  /// One half of them, drawn in every epoch.
  case random
  /// One half of them, drawn once, and the other half in every other epoch: so each image is seen equally often both ways.
  ///
  /// - Source: Jordan, *94% on CIFAR-10 in 3.29 seconds on a single GPU*, 2024, section 3.6.
  case alternating
}

/// How a rectangle of an image is erased; the defaults are the paper's.
///
/// - Source: Zhong, Zheng, Kang, Li & Yang, *Random erasing data augmentation*, 2017, algorithm 1.
package struct ErasingSettings: Codable, Equatable, Sendable {
  package var probability: Double
  /// The least and the largest share of the image's area.
  package var area: [Double]
  /// The least and the largest ratio of height to width.
  package var aspect: [Double]
  package var fill: Fill

  /// What erased pixels become.
  package enum Fill: String, Codable, CaseIterable, Sendable {
    case zero
    case random
  }

  package init(
    probability: Double = 0.5, area: [Double] = [0.02, 0.4], aspect: [Double] = [0.3, 1 / 0.3], fill: Fill = .random
  ) {
    self.probability = probability
    self.area = area
    self.aspect = aspect
    self.fill = fill
  }
}
