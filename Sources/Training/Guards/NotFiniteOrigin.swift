package import Network

/// Where the first number of a run that is not finite came from.
package struct NotFiniteOrigin: Equatable, Sendable, CustomStringConvertible {
  package enum Place: Equatable, Sendable {
    /// A layer's output or gradient in one worker's pass.
    case pass(NotFiniteNumber, WorkerName)
    /// The sum of the gradients of all leaves, each of which was finite.
    case gradientSum(tensor: String, indices: [Int])
    /// A weight after the step; the gradient was finite.
    case weight(tensor: String, indices: [Int], learningRate: Double)
    /// What the optimiser keeps, after the step.
    case slot(tensor: String, indices: [Int])
    /// Nowhere: the steps up to this one were taken again, and all numbers stayed finite.
    case nowhere(since: Int, found: String)
  }

  /// The step, counted since the beginning from 1, and its epoch, counted from 1.
  package let step: Int
  package let epoch: Int
  package let place: Place

  package var description: String {
    switch place {
    case .nowhere(let since, let found):
      "after step \(step) (epoch \(epoch)) \(found) is not a finite number, but steps \(since + 1) to \(step), taken again "
        + "from the weights before them, stay finite: memory, a processor, or the way between ranks has changed a number, "
        + "not the training. Go on from the newest checkpoint; if it happens again, do without that machine."
    default:
      "training has diverged in step \(step) (epoch \(epoch)): \(text) is the first number that is not finite. Try a smaller "
        + "--learning-rate; the run directory has the checkpoints before."
    }
  }

  private var text: String {
    switch place {
    case .pass(let number, let worker): Self.text(number) + ", computed by \(worker)"
    case .gradientSum(let tensor, let indices): "the gradient of all leaves together by element \(indices) of \(tensor)"
    case .weight(let tensor, let indices, let rate):
      "element \(indices) of \(tensor), which the optimiser changed with learning rate \(rate),"
    case .slot(let tensor, let indices): "element \(indices) of the optimiser's \(tensor)"
    case .nowhere: ""
    }
  }

  private static func text(_ number: NotFiniteNumber) -> String {
    let value = number.value.isNaN ? "NaN" : "\(number.value)"
    let image = number.image.map { "for training image \($0) (leaf \(number.leaf))" } ?? "in leaf \(number.leaf)"
    return switch number.holder {
    case .output(let layers): "\(value) in the output of \(layers) \(image)"
    case .outputGradient(let layers): "\(value) in the gradient by the output of \(layers) \(image)"
    case .parameterGradient(let tensor): "\(value) in the gradient by element \(number.element) of \(tensor) \(image)"
    }
  }
}
