/// The shape of a sum of products over strided operands: what a matrix product, a convolution and both
/// of its gradients have in common.
///
/// - Formula: C[c(r) + n] (=|+=) Σ(t,s,k) A[a(r) + t·outer.a + s·inner.a + k·depth.a] · B[t·outer.b + s·inner.b + k·depth.b + p(n)]
///   for each row r and column n, with c and a tables of offsets; t, s, k run in this order, k fastest. Columns lie side by side in
///   B, p(n) = n; or in panels of 16, p(n) = ⌊n/16⌋·panel + n mod 16, so that what a register tile reads is one stretch of memory:
///   rows of B that are a power of two apart would share a few lines of the first cache.
/// - Shapes: `rows` ≤ entries of the tables; `columns` a multiple of 16.
/// - Cost: 2 · rows · columns · outer.count · inner.count · depth flops.
/// - Measured (one Zen 4 core, AVX-512): 82 to 99 % of peak for convolutions forward and their weights, dense layers
///   forward 98 %, dense weights 59 %, one row 46 %: `bench kernels` has a row for each.
public struct ProductShape: Sendable {
  /// One level of the sum: how often, and how far both operands move each time.
  public struct Loop: Sendable {
    public var count: Int
    public var a: Int
    public var b: Int

    @inlinable
    public init(count: Int, a: Int, b: Int) {
      self.count = count
      self.a = a
      self.b = b
    }

    /// A level that runs once.
    @inlinable public static var once: Loop { Loop(count: 1, a: 0, b: 0) }
  }

  public var rows: Int
  public var columns: Int
  public var depth: Loop
  public var inner: Loop
  public var outer: Loop
  public var aOffsets: IndexView
  public var cOffsets: IndexView
  /// Floats from one panel of B to the next; 16: the columns lie side by side.
  public var panel: Int

  public init(
    rows: Int, columns: Int, depth: Loop, inner: Loop = .once, outer: Loop = .once, aOffsets: IndexView,
    cOffsets: IndexView, panel: Int = Lanes.width
  ) {
    precondition(rows <= aOffsets.count, "more rows than offsets")
    precondition(columns % Lanes.width == 0, "columns are whole vectors")
    self.rows = rows
    self.columns = columns
    self.depth = depth
    self.inner = inner
    self.outer = outer
    self.aOffsets = aOffsets
    self.cOffsets = cOffsets
    self.panel = panel
  }

  /// The offset of a vector of columns in B.
  @inlinable @inline(__always)
  func panelOffset(ofColumn column: Int) -> Int { (column / Lanes.width) &* panel }
}

/// A ``ProductShape`` with its operands.
///
/// With leaves, the outer loop runs over images, each leaf is summed from zero, and the leaves are added along the tree.
///
/// - Aliasing: `c` may not overlap `a`, `b` or `bias`; no two rows may have the same offset in `c`.
public struct StridedProduct: Sendable {
  /// What happens to a sum before it is stored.
  public enum Finish: Sendable {
    /// C = sum.
    case store
    /// C = C + sum: the right child of a sum tree joins the left one, or a tap joins its pixel.
    case accumulate
    /// C = sum + bias.
    case addBias
    /// C = max(0, sum + bias).
    case addBiasAndRectify
  }

  public let shape: ProductShape
  public let a: FloatView
  public let b: FloatView
  public let c: FloatView
  /// `columns` floats; read only where `finish` adds a bias.
  public let bias: FloatView
  public let finish: Finish
  /// The leaves that the outer loop runs over; nil for one sum over all of it.
  public let leaves: LeafView?

  /// - Precondition: the operands are as long as the shape reaches; a sum over images alone has neither panels nor a bias.
  public init(
    _ shape: ProductShape, a: FloatView, b: FloatView, c: FloatView, bias: FloatView? = nil, finish: Finish,
    leaves: LeafView? = nil
  ) {
    precondition(leaves.map { $0.count > 0 && $0.imageCount == shape.outer.count } ?? true, "leaves are not the images")
    precondition(shape.rows <= shape.cOffsets.count, "more rows than offsets")
    let isOverImages = leaves != nil && shape.depth.count == 1 && shape.inner.count == 1
    precondition(
      !isOverImages || (shape.panel == Lanes.width && (finish == .store || finish == .accumulate)),
      "a sum over images alone is plain")
    let runs = shape.rows > 0 && shape.depth.count > 0 && shape.inner.count > 0 && shape.outer.count > 0
    let (last, middle, first) = (shape.depth.count - 1, shape.inner.count - 1, shape.outer.count - 1)
    let aReach = shape.aOffsets.largest + last * shape.depth.a + middle * shape.inner.a + first * shape.outer.a
    let bReach =
      last * shape.depth.b + middle * shape.inner.b + first * shape.outer.b
      + max(0, shape.columns / Lanes.width - 1) * shape.panel + Lanes.width
    precondition(!runs || aReach < a.count, "a is shorter than the shape reaches")
    precondition(!runs || bReach <= b.count, "b is shorter than the shape reaches")
    precondition(shape.rows == 0 || shape.cOffsets.largest + shape.columns <= c.count, "c is shorter than the shape")
    precondition((bias?.count ?? shape.columns) >= shape.columns, "the bias is shorter than a row")
    self.shape = shape
    self.a = a
    self.b = b
    self.c = c
    self.bias = bias ?? b
    self.finish = finish
    self.leaves = leaves
  }

  /// Whether the outer loop, over images, is all there is of the sum.
  @inlinable public var sumsOverImages: Bool { shape.depth.count == 1 && shape.inner.count == 1 }

  /// Whether leaves have so few terms, one for each image, that storing their sums costs as much as computing them.
  @inlinable public var hasShortLeaves: Bool {
    guard let leaves, leaves.count >= 4, sumsOverImages else { return false }
    return shape.outer.count <= 12 &* leaves.count
  }
}
