/// What is done to an image before a network sees it: mirroring and moving, by ``ImageShift``, then ``ImageErasing``.
public struct ImageTransform: Sendable, Equatable {
  public var isMirrored = false
  /// Pixels by which the image moves.
  public var down = 0
  public var right = 0
  /// The pixels that are written over; none in an empty range.
  public var erasedRows = 0..<0
  public var erasedColumns = 0..<0
  /// Draws what erased pixels become; nil for zeros.
  public var noise: PixelNoise?

  public init() {}

  /// Whether the image is neither mirrored nor moved.
  public var keepsPlaces: Bool { !isMirrored && down == 0 && right == 0 }
}
