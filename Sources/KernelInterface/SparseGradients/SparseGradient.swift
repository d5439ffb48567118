import CVectorMath

/// The gradients of a max-pooled convolution, from the gradient of the pooled output.
///
/// Of a window's four positions one has a gradient, and behind a rectifier often none: 80–90 % of the products of the dense
/// formula have a factor that is known to be zero. So the non-zero gradients are listed, and only they are multiplied:
/// per channel for the kernel's gradient, per window and position for the input's. The sums are the dense formula's.
///
/// - Shapes: `gradient`, `winners` `[n, windows, o]` (zero where the rectifier cut off); input `[n, rows, columns, i]`; kernel and
///   its gradient `[o, ky, kx, i]`, so that a channel's patch is contiguous.
/// - Measured (bench kernels on a Zen 5 core with 48 kB of first-level cache; lab-001's second layer, an image): 10.2 µs with
///   AVX-512, 17.3 µs with AVX2; 11.9 and 18.0 with lists written lane by lane, positions as they come and one image at a time.
///   Loads bound it: one for each multiply-add, and one or two for each gradient.
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
    /// Images, and windows of each, whose input stays in the first-level cache while every channel's list streams over it; no
    /// bit depends on it.
    ///
    /// Two images of lab-001 fit 48 kB: 10.2 instead of 10.6 µs an image with AVX-512, 17.3 instead of 18.2 with AVX2. With
    /// images of 224 × 224 windows in groups take 960 instead of 1,100 µs (measured as for ``SparseGradient``).
    @usableFromInline let (groupImages, groupWindows): (Int, Int)
    /// Entries of a channel's list: for each image whole vectors of windows, and whole words of 64 bits; as many on all machines.
    @usableFromInline let entryRoom: Int

    public init(
      windows: IndexView, positions: InlineArray<4, Int>, channels: Int, inputRow: Int, inputCount: Int,
      kernelRows: Int, patchRow: Int, firstLevelCache: Int = Self.firstLevelCache
    ) {
      precondition(Self.isSupported(kernelRows: kernelRows, patchRow: patchRow))
      precondition(channels > 0 && channels % Lanes.width == 0 && windows.count > 0)
      precondition(inputCount > 0 && inputCount <= Int(Int32.max))
      for position in 0..<4 { precondition((0...positions[3]).contains(positions[position])) }
      self.windows = windows
      self.positions = positions
      self.channels = channels
      self.inputRow = inputRow
      self.inputCount = inputCount
      self.kernelRows = kernelRows
      self.patchRow = patchRow
      let largest = Self.group(windows: windows.count, inputCount: inputCount, cache: Self.largestCache)
      entryRoom = (largest.images * roundedUpToLanes(largest.windows) + 63) / 64 * 64
      (groupImages, groupWindows) = Self.group(
        windows: windows.count, inputCount: inputCount, cache: min(firstLevelCache, Self.largestCache))
    }

    /// The bytes of this machine's first-level data cache.
    public static let firstLevelCache = Int(lockstep_first_level_cache())
    /// Of the caches that are made use of: memory is planned for it, so that all machines plan the same.
    private static let largestCache = 48 * 1024

    private static func group(windows: Int, inputCount: Int, cache: Int) -> (images: Int, windows: Int) {
      let (room, bytes) = (cache / 10 * 9, inputCount * MemoryLayout<Float>.stride)
      if bytes <= room { return (room / bytes, windows) }
      // Whole vectors of windows, and enough of them for loading and storing the sums to cost little.
      return (1, max(2, windows * room / bytes / Lanes.width) * Lanes.width)
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
    /// Words of 64 bits with one bit for each channel.
    @inlinable public var winnerWords: Int { (channels + 63) / 64 }
    /// Windows whose positions are ordered together. Part of the bits of the input's gradient, so never the machine's: few
    /// enough for what they add to to stay in any first-level cache.
    @inlinable static var windowsAtOnce: Int { 32 }
    var entryCount: Int { Lanes.width * entryRoom }
    /// Positions that are ordered together.
    var positionCount: Int { 4 * min(windows.count, Self.windowsAtOnce) }
  }

  public let shape: Shape
  public let leaves: LeafView
  public let gradient: FloatView
  /// Nil where nothing is pooled: each window is one position.
  public let winners: FloatView?
  public let input: FloatView
  public let kernel: FloatView
  public let kernelGradient: FloatView
  /// Nil where no stage before this one has anything to train.
  public let inputGradient: FloatView?
  public let accumulates: Bool
  public let lists: GradientListView

  public init(
    _ shape: Shape, leaves: LeafView, gradient: FloatView, winners: FloatView?, input: FloatView, kernel: FloatView,
    kernelGradient: FloatView, inputGradient: FloatView?, accumulates: Bool, lists: GradientListView
  ) {
    let images = leaves.imageCount
    precondition(gradient.count >= images * shape.outputCount && winners?.count ?? gradient.count >= gradient.count)
    precondition(input.count >= images * shape.inputCount)
    precondition(kernel.count >= shape.channels * shape.patchCount && kernelGradient.count >= kernel.count)
    precondition((inputGradient?.count ?? input.count) >= images * shape.inputCount)
    precondition(lists.entryCount >= shape.entryCount && lists.positionCount >= shape.positionCount)
    precondition(lists.channels >= shape.channels)
    precondition(lists.leaves >= leaves.count)
    let levels = LeafTable.levels(leaves: leaves.count)
    precondition(lists.sums.count >= levels * shape.channels * shape.patchCount)
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
