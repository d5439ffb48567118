public import CVectorMath

/// Lists which pooling windows of a 3 × 3 convolution with one input channel see anything but zeros.
///
/// A fifth of the windows of Fashion-MNIST's images are background. The sums there are +0 whatever the kernel, and so is what
/// they add to its gradient: ``PooledConvolution`` and ``OneChannelKernelGradient`` leave them out and get the same bits.
/// Only infinite weights or gradients would make a difference there; they show everywhere else, and in the loss.
///
/// - Shapes: input `[n, rows, columns]`; window (y, x) sees 4 × 4 pixels from (2·y, 2·x) on.
/// - Cost: about 0.35 µs per image of 28 × 28 pixels; the first convolution of lab-004 went from 4.0 to 3.5 µs forward, and from 4.8
///   to 3.8 µs backward.
public struct WindowListing: Sendable {
  public let images: Int
  public let windowRows: Int
  public let windowColumns: Int
  public let inputColumns: Int
  public let inputCount: Int
  public let input: FloatView
  public let lists: WindowListView

  public init(
    images: Int, windowRows: Int, windowColumns: Int, inputColumns: Int, inputCount: Int, input: FloatView,
    lists: WindowListView
  ) {
    precondition(images <= lists.images && windowRows * windowColumns == lists.windows)
    precondition(2 * windowColumns + 2 <= inputColumns && (2 * windowRows + 2) * inputColumns <= inputCount)
    precondition(images * inputCount <= input.count)
    self.images = images
    self.windowRows = windowRows
    self.windowColumns = windowColumns
    self.inputColumns = inputColumns
    self.inputCount = inputCount
    self.input = input
    self.lists = lists
  }
}

extension KernelSet {
  @inlinable @inline(__always)
  public static func listWindowsTemplate(_ listing: WindowListing) {
    let lists = listing.lists
    var (number, filled) = (0, 0)
    for image in 0..<listing.images {
      unsafe lists.starts[image] = Int32(truncatingIfNeeded: filled)
      for y in 0..<listing.windowRows {
        let row =
          unsafe UnsafePointer(listing.input.start) + (image &* listing.inputCount &+ 2 &* y &* listing.inputColumns)
        // A vector shows seven windows: the last one's pixels are 12 ..< 16.
        for x in stride(from: 0, to: listing.windowColumns, by: 7) {
          var bits = unsafe lockstep_filled_columns(row + 2 &* x, listing.inputColumns)
          bits |= bits &>> 1
          bits |= bits &>> 2
          for _ in x..<min(x &+ 7, listing.windowColumns) {
            // Written to both lists, counted in one: no branch to mispredict.
            unsafe lists.filled[filled] = Int32(truncatingIfNeeded: number)
            unsafe lists.blank[number &- filled] = Int32(truncatingIfNeeded: number)
            filled &+= Int(bits & 1)
            bits &>>= 2
            number &+= 1
          }
        }
      }
    }
    unsafe lists.starts[listing.images] = Int32(truncatingIfNeeded: filled)
  }
}
