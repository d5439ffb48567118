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
    /// Images whose input stays in the first-level cache while every channel's list streams over it.
    @inlinable public var groupImages: Int { max(1, 26_000 / (inputCount * MemoryLayout<Float>.stride)) }
    /// Words of 64 bits with one bit for each channel.
    @inlinable public var winnerWords: Int { (channels + 63) / 64 }
    /// Entries for the lists of 16 channels over a group of images, and one more: an entry is written before it is known
    /// whether it counts.
    @inlinable public var entryRoom: Int { groupImages * windows.count + 1 }
    var entryCount: Int { Lanes.width * entryRoom }
    var winnerCount: Int { windows.count * 4 * winnerWords }
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
    precondition(lists.entryCount >= shape.entryCount && lists.winnerCount >= shape.winnerCount)
    precondition(lists.leaves >= leaves.count && lists.sums.count >= shape.channels * shape.patchCount)
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
