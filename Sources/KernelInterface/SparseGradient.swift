/// The gradients of a max-pooled convolution, from the gradient of the pooled output.
///
/// Of a window's four positions one has a gradient, and behind a rectifier often none: 80–90 % of the products of the dense
/// formula have a factor that is known to be zero. So the non-zero gradients are listed, and only they are multiplied:
/// per channel for the kernel's gradient, per window and position for the input's. The sums are the dense formula's.
///
/// - Shapes: `gradient`, `winners` `[n, windows, o]` (zero where the rectifier cut off); input `[n, rows, columns, i]`; kernel and
///   its gradient `[o, ky, kx, i]`, so that a channel's patch is contiguous.
/// - Source: SparseTrain (arXiv:1911.10175) skips ReLU zeros on CPUs; we know of no trainer that uses max-pooling's.
public struct SparseGradient: Sendable {
  /// Sizes that a plan knows.
  public struct Shape: Sendable {
    /// Windows of an image and the offset of each window's first position in the input of an image.
    public let windows: IndexView
    /// Offsets of the four positions relative to the first.
    public let positions: InlineArray<4, Int>
    public let channels: Int
    /// Floats from one row of the input to the next, and of an image.
    public let inputRow: Int
    public let inputCount: Int
    public let kernelRows: Int
    /// Floats of one row of a channel's patch: kernel columns · input channels.
    public let patchRow: Int

    public init(
      windows: IndexView, positions: InlineArray<4, Int>, channels: Int, inputRow: Int, inputCount: Int,
      kernelRows: Int, patchRow: Int
    ) {
      precondition(Self.isSupported(kernelRows: kernelRows, patchRow: patchRow) && channels % Lanes.width == 0)
      self.windows = windows
      self.positions = positions
      self.channels = channels
      self.inputRow = inputRow
      self.inputCount = inputCount
      self.kernelRows = kernelRows
      self.patchRow = patchRow
    }

    /// Whether a kernel is cut into the register blocks of every kernel set.
    ///
    /// One rule for all sets: which path computes a gradient is part of its bits.
    public static func isSupported(kernelRows: Int, patchRow: Int) -> Bool {
      kernelRows % 3 == 0 && patchRow % (6 * Lanes.width) == 0
    }

    /// Floats of one channel's kernel.
    @inlinable public var patchCount: Int { kernelRows * patchRow }
    /// Floats of one image's pooled output.
    @inlinable public var outputCount: Int { windows.count * channels }
    /// Entries for the lists of a pass over `images`.
    public func listCapacity(images: Int) -> Int { channels * max(images * windows.count, 4) }
  }

  public let shape: Shape
  public let leaves: LeafView
  public let gradient: FloatView
  public let winners: FloatView
  public let input: FloatView
  public let kernel: FloatView
  public let kernelGradient: FloatView
  /// Nil where nobody wants it.
  public let inputGradient: FloatView?
  public let accumulates: Bool
  public let lists: GradientListView

  public init(
    _ shape: Shape, leaves: LeafView, gradient: FloatView, winners: FloatView, input: FloatView, kernel: FloatView,
    kernelGradient: FloatView, inputGradient: FloatView?, accumulates: Bool, lists: GradientListView
  ) {
    let images = leaves.imageCount
    precondition(gradient.count >= images * shape.outputCount && winners.count >= images * shape.outputCount)
    precondition(input.count >= images * shape.inputCount)
    precondition(kernel.count >= shape.channels * shape.patchCount && kernelGradient.count >= kernel.count)
    precondition((inputGradient?.count ?? input.count) >= images * shape.inputCount)
    precondition(lists.capacity >= shape.listCapacity(images: images) && lists.channels >= shape.channels)
    let reach = shape.windows.largest + shape.positions[3] + (shape.kernelRows - 1) * shape.inputRow + shape.patchRow
    precondition(reach <= shape.inputCount)
    self.shape = shape
    self.leaves = leaves
    self.gradient = gradient
    self.winners = winners
    self.input = input
    self.kernel = kernel
    self.kernelGradient = kernelGradient
    self.inputGradient = inputGradient
    self.accumulates = accumulates
    self.lists = lists
  }
}

/// Room for the lists of non-zero gradients of one thread.
@safe
public final class GradientLists: @unchecked Sendable {
  @usableFromInline let entries: UnsafeMutablePointer<GradientEntry>
  @usableFromInline let counts: UnsafeMutablePointer<Int>
  private let capacity: Int
  private let channels: Int

  /// - Parameters:
  ///   - capacity: entries over all channels.
  public init(capacity: Int, channels: Int) {
    self.capacity = capacity
    self.channels = channels
    unsafe entries = .allocate(capacity: capacity + 1)
    unsafe entries.initialize(repeating: GradientEntry(offset: 0, value: 0), count: capacity + 1)
    // The lists of a window's four positions use the same room.
    unsafe counts = .allocate(capacity: max(channels, 4))
    unsafe counts.initialize(repeating: 0, count: max(channels, 4))
  }

  deinit {
    unsafe entries.deallocate()
    unsafe counts.deallocate()
  }

  public var view: GradientListView {
    unsafe GradientListView(entries: entries, counts: counts, capacity: capacity, channels: channels)
  }
}

/// A non-zero gradient and where it applies: an offset in the input, or in the kernel.
public struct GradientEntry: Sendable {
  @usableFromInline let offset: Int32
  @usableFromInline let value: Float

  @inlinable
  init(offset: Int32, value: Float) {
    self.offset = offset
    self.value = value
  }
}

/// The lists of a ``GradientLists``, not owned.
@safe
public struct GradientListView: @unchecked Sendable {
  @usableFromInline let entries: UnsafeMutablePointer<GradientEntry>
  @usableFromInline let counts: UnsafeMutablePointer<Int>
  public let capacity: Int
  public let channels: Int

  @unsafe
  init(
    entries: UnsafeMutablePointer<GradientEntry>, counts: UnsafeMutablePointer<Int>, capacity: Int, channels: Int
  ) {
    unsafe self.entries = entries
    unsafe self.counts = counts
    self.capacity = capacity
    self.channels = channels
  }
}
