/// What an optimiser must know of a step, besides the gradient.
package struct OptimizerStep: Sendable, Equatable {
  /// Counted from 1.
  package let number: Int
  /// Images in the batch, over which the gradient is summed.
  package let images: Int
  /// Leaves of the sum that have images: so many statistics are folded into moving averages.
  package let leaves: Int
  package let learningRate: Double
  /// What clipping multiplies the gradient by: 1 where nothing is clipped.
  package var clipping = 1.0

  package init(number: Int, images: Int, leaves: Int, learningRate: Double) {
    self.number = number
    self.images = images
    self.leaves = leaves
    self.learningRate = learningRate
  }
}
