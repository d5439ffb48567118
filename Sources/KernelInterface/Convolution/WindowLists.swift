/// Memory of one thread for the lists of a pass' pooling windows: those that see something, and those whose pixels are all zero.
///
/// Only the thread whose workspace holds it writes and reads the lists.
@safe
public final class WindowLists: @unchecked Sendable {
  private let room: UnsafeMutablePointer<Int32>
  private let images: Int
  private let windows: Int

  /// - Parameters:
  ///   - images: the most images of a pass.
  ///   - windows: those of an image.
  public init(images: Int, windows: Int) {
    (self.images, self.windows) = (images, windows)
    let count = Self.count(images: images, windows: windows)
    unsafe room = .allocate(capacity: count)
    unsafe room.initialize(repeating: 0, count: count)
  }

  deinit { unsafe room.deallocate() }

  /// Both lists, each with one entry more than there are windows: an entry is written before it is known whether it counts. Then
  /// the images' starts.
  private static func count(images: Int, windows: Int) -> Int { 2 * (images * windows + 1) + images + 1 }

  /// The memory, in floats.
  public var floatCount: Int { Self.count(images: images, windows: windows) }

  public var view: WindowListView {
    let length = images * windows + 1
    return unsafe WindowListView(
      filled: room, blank: room + length, starts: room + 2 * length, images: images, windows: windows)
  }
}

/// The lists of a ``WindowLists``, not owned.
///
/// Windows are numbered through all images, and stand in that order. The thread that owns the lists writes them.
@safe
public struct WindowListView: @unchecked Sendable {
  @usableFromInline let filled: UnsafeMutablePointer<Int32>
  @usableFromInline let blank: UnsafeMutablePointer<Int32>
  /// Image i has entries starts[i] ..< starts[i + 1] of `filled`.
  @usableFromInline let starts: UnsafeMutablePointer<Int32>
  /// The most images.
  let images: Int
  /// Windows of an image.
  @usableFromInline let windows: Int

  /// The entries of one image in `filled`.
  @inlinable @inline(__always)
  func entries(of image: Int) -> Range<Int> { unsafe Int(starts[image])..<Int(starts[image &+ 1]) }

  /// The share of the windows of that many images that see anything.
  public func filledShare(images: Int) -> Double {
    Double(filledCount(images: images)) / Double(max(1, images * windows))
  }

  /// The length of `filled` for that many images.
  @inlinable @inline(__always)
  func filledCount(images: Int) -> Int { unsafe Int(starts[images]) }
}
