import KernelInterface

/// The loss of a classifier: softmax and cross-entropy in one, from logits, in double precision.
///
/// - Formula: loss = ln Σ(k) e^(z(k) − max z) − Σ(k) y(k)(z(k) − max z); gradient(k) = softmax(k) − y(k), where y(k) is
///   [k = label](1 − ε) + ε/K with smoothing ε and K classes, as in Keras' `CategoricalCrossentropy`.
enum SoftmaxCrossEntropy {
  /// The loss of one image, and whether its largest logit is its label's; a tie goes to the first class, as in Keras.
  ///
  /// - Parameters:
  ///   - smoothing: the share of the label that is spread over all classes.
  ///   - gradient: receives the gradient by the logits if given; padded classes get zero.
  static func score(
    logits: FloatView, classes: Int, label: Int, smoothing: Double, gradient: FloatView?
  ) -> (loss: Double, isCorrect: Bool) {
    precondition(label < classes, "label \(label) is none of \(classes) classes")
    var best = 0
    for k in 1..<max(classes, 1) where logits[k] > logits[best] { best = k }
    let largest = Double(logits[best])
    var (total, distances) = (0.0, 0.0)
    for k in 0..<classes {
      let distance = Double(logits[k]) - largest
      total += ElementaryFunctions.exp(distance)
      distances += distance
    }
    let spread = smoothing / Double(classes)
    if let gradient {
      for k in 0..<classes {
        let share = ElementaryFunctions.exp(Double(logits[k]) - largest) / total
        gradient[k] = Float(share - (k == label ? 1 - smoothing + spread : spread))
      }
      for k in classes..<gradient.count { gradient[k] = 0 }
    }
    let expected = (1 - smoothing) * (Double(logits[label]) - largest) + spread * distances
    return (ElementaryFunctions.log(total) - expected, best == label)
  }

  /// Appends softmax of the first `classes` logits.
  static func appendProbabilities(logits: FloatView, classes: Int, to probabilities: inout [Float]) {
    var largest = logits[0]
    for k in 1..<max(classes, 1) { largest = max(largest, logits[k]) }
    let exponentials = (0..<classes).map { ElementaryFunctions.exp(Double(logits[$0]) - Double(largest)) }
    let total = exponentials.reduce(0, +)
    for exponential in exponentials { probabilities.append(Float(exponential / total)) }
  }
}
