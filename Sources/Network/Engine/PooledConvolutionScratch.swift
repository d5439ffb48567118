import KernelInterface

/// What a thread keeps for a ``PooledConvolutionStage``.
struct PooledConvolutionScratch: StageScratch {
  /// Which of its window's positions each output is of.
  let winners: FloatBuffer
  let lists: Lists
  /// Transformed patches and products of one block of windows; empty without Winograd's algorithm.
  let tiles: FloatBuffer

  /// What is worth computing.
  enum Lists {
    /// Of one channel: the windows that see anything.
    case windows(WindowLists)
    /// Of several: the gradients that are not zero.
    case gradients(GradientLists)
  }

  var floatCount: Int {
    let listed =
      switch lists {
      case .windows(let lists): lists.floatCount
      case .gradients(let lists): lists.floatCount
      }
    return winners.count + listed + tiles.count
  }

  func filledShare(images: Int) -> Double {
    if case .windows(let lists) = lists { lists.view.filledShare(images: images) } else { 1 }
  }
}
