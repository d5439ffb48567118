/// One of Winograd's minimal filterings of 3 × 3 taps: how large its tiles are, and the transforms of one row or column.
///
/// A tile's output is Aᵀ[(G g Gᵀ) ⊙ (Bᵀ d B)]A for a patch d and taps g; the gradient of the patch is the adjoint,
/// B[(G g Gᵀ) ⊙ (A y Aᵀ)]Bᵀ, and that of the taps is Gᵀ[(Bᵀ d B) ⊙ (A y Aᵀ)]G.
///
/// - Source: Lavin & Gray, *Fast Algorithms for Convolutional Neural Networks*, CVPR 2016; matrices of Toom and Cook.
@usableFromInline
protocol WinogradScheme: SendableMetatype {
  /// A row or column of a patch, and of its transform.
  associatedtype Patch: LaneLine
  /// A row or column of an output tile.
  associatedtype Tile: LaneLine

  /// Bᵀ d.
  @inlinable static func patch<Kernels: KernelSet>(_: Kernels.Type, _ d: Patch) -> Patch
  /// B v.
  @inlinable static func patchGradient<Kernels: KernelSet>(_: Kernels.Type, _ v: Patch) -> Patch
  /// Aᵀ m.
  @inlinable static func output<Kernels: KernelSet>(_: Kernels.Type, _ m: Patch) -> Tile
  /// A y.
  @inlinable static func outputGradient<Kernels: KernelSet>(_: Kernels.Type, _ y: Tile) -> Patch
  /// G g.
  @inlinable static func taps<Kernels: KernelSet>(_: Kernels.Type, _ g: WinogradTaps) -> Patch
  /// Gᵀ u.
  @inlinable static func tapsGradient<Kernels: KernelSet>(_: Kernels.Type, _ u: Patch) -> WinogradTaps
}

/// A row or column of taps.
@usableFromInline typealias WinogradTaps = InlineArray<3, Lanes>

/// Room for a tile between the transforms of its columns and of its rows, vectors in row order; stays in the first cache.
///
/// An array of its own on the stack would be filled with zeros for each tile.
@usableFromInline typealias WinogradGrid = UnsafeMutablePointer<Float>
