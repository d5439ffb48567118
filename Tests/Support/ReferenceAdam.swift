/// One step of Adam on one parameter, in Double, as Keras computes it.
///
/// - Source: Kingma & Ba, *Adam*, ICLR 2015, the efficient form after algorithm 1.
package struct ReferenceAdam: Sendable {
  /// The parameter and its moments after the step.
  package let parameter: ExpectedValue
  package let firstMoment: ExpectedValue
  package let secondMoment: ExpectedValue

  /// Takes a step.
  ///
  /// - Parameters:
  ///   - decays: 1 − β1 and 1 − β2.
  ///   - rate: the learning rate with the corrections of this step.
  package init(
    parameter w: Float, firstMoment m: Float, secondMoment v: Float, gradient: Double, rate: Float,
    decays: (first: Float, second: Float), epsilon: Float
  ) {
    let first = Double(m) + (gradient - Double(m)) * Double(decays.first)
    let second = Double(v) + (gradient * gradient - Double(v)) * Double(decays.second)
    let divisor = second.squareRoot() + Double(epsilon)
    // At most eight roundings, each half an ulp of the largest number that enters.
    let fourUlps = 4 * Double(Float.ulpOfOne)
    let firstSize = Double(m).magnitude + gradient.magnitude
    firstMoment = ExpectedValue(first, tolerance: fourUlps * firstSize)
    secondMoment = ExpectedValue(second, tolerance: fourUlps * (Double(v) + gradient * gradient))
    parameter = ExpectedValue(
      Double(w) - first * Double(rate) / divisor,
      tolerance: fourUlps * (Double(w).magnitude + firstSize * Double(rate) / divisor))
  }
}
