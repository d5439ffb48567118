import KernelInterface

/// The loss of a classifier: softmax and cross-entropy in one, from logits, in double precision.
///
/// - Formula: loss = ln Σ(k) e^(z(k) − max z) − (z(label) − max z); gradient(k) = softmax(k) − [k = label].
enum SoftmaxCrossEntropy {
  /// The loss of one image, and whether its largest logit is its label's.
  ///
  /// A tie goes to the first class, as in Keras' `argmax`.
  static func score(logits: FloatView, classes: Int, label: Int) -> (loss: Double, isCorrect: Bool) {
    let (best, total) = normalization(logits, classes: classes)
    let loss = ElementaryFunctions.log(total) - (Double(logits[label]) - Double(logits[best]))
    return (loss, best == label)
  }

  /// Writes the gradient of one image's loss by its logits; padded classes get zero.
  static func writeGradient(logits: FloatView, classes: Int, label: Int, into gradient: FloatView) {
    let (best, total) = normalization(logits, classes: classes)
    for k in 0..<classes {
      let share = ElementaryFunctions.exp(Double(logits[k]) - Double(logits[best])) / total
      gradient[k] = Float(k == label ? share - 1 : share)
    }
    for k in classes..<gradient.count { gradient[k] = 0 }
  }

  /// The class with the largest logit, and the sum of all exponentials relative to it.
  private static func normalization(_ logits: FloatView, classes: Int) -> (best: Int, total: Double) {
    var best = 0
    for k in 1..<max(classes, 1) where logits[k] > logits[best] { best = k }
    var total = 0.0
    for k in 0..<classes { total += ElementaryFunctions.exp(Double(logits[k]) - Double(logits[best])) }
    return (best, total)
  }
}
