/// What is done to an image before a network sees it: mirroring, then moving, then erasing.
public struct ImageTransform: Sendable, Equatable {
  public var isMirrored = false
  /// Pixels by which the image moves.
  public var down = 0
  public var right = 0
  /// The pixels that are written over.
  public var erasedRows = 0..<0
  public var erasedColumns = 0..<0
  /// Draws what erased pixels become; nil for zeros.
  public var noise: PixelNoise?

  public init() {}

  /// Whether the image is neither mirrored nor moved.
  public var keepsPlaces: Bool { !isMirrored && down == 0 && right == 0 }
}

/// Random pixels of an image: a function of seed, epoch, image and place.
public struct PixelNoise: Sendable, Equatable {
  public let seed: UInt64
  /// The image's index in the data set.
  public let image: UInt32
  public let epoch: UInt32
  public let purpose: UInt32

  public init(seed: UInt64, image: UInt32, epoch: UInt32, purpose: UInt32) {
    self.seed = seed
    self.image = image
    self.epoch = epoch
    self.purpose = purpose
  }
}
