import KernelInterface

/// The loss of a classifier: softmax and cross-entropy in one, from logits, in double precision.
///
/// - Formula: loss = ln Σ(k) e^(z(k) − max z) − (z(label) − max z); gradient(k) = softmax(k) − [k = label].
enum SoftmaxCrossEntropy {
  /// The loss of one image, and whether its largest logit is its label's; a tie goes to the first class, as in Keras.
  ///
  /// - Parameter gradient: receives the gradient by the logits if given; padded classes get zero.
  static func score(
    logits: FloatView, classes: Int, label: Int, gradient: FloatView?
  ) -> (loss: Double, isCorrect: Bool) {
    var best = 0
    for k in 1..<max(classes, 1) where logits[k] > logits[best] { best = k }
    let largest = Double(logits[best])
    var total = 0.0
    for k in 0..<classes {
      let exponential = ElementaryFunctions.exp(Double(logits[k]) - largest)
      total += exponential
    }
    if let gradient {
      for k in 0..<classes {
        let share = ElementaryFunctions.exp(Double(logits[k]) - largest) / total
        gradient[k] = Float(k == label ? share - 1 : share)
      }
      for k in classes..<gradient.count { gradient[k] = 0 }
    }
    return (ElementaryFunctions.log(total) - (Double(logits[label]) - largest), best == label)
  }
}
