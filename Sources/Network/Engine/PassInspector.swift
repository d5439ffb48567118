package import KernelInterface

/// A number that is not finite, and what holds it.
package struct NotFiniteNumber: Codable, Equatable, Sendable {
  /// What holds the number.
  package enum Holder: Codable, Equatable, Sendable {
    /// What some layers made of an image.
    case output(layers: String)
    /// The gradient of the loss by that.
    case outputGradient(layers: String)
    /// The gradient of the loss by a weight.
    case parameterGradient(tensor: String)
  }

  package let holder: Holder
  /// Its place in the holder: of a tensor in Keras' order.
  package let element: Int
  /// Its bits, since JSON has no word for it.
  private let bits: UInt32
  /// The image's number in the training set; nil for a sum over several.
  package let image: Int?
  /// The first leaf that it belongs to.
  package let leaf: Int

  package init(_ holder: Holder, element: Int, value: Float, image: Int?, leaf: Int) {
    (self.holder, self.element, bits, self.image, self.leaf) = (holder, element, value.bitPattern, image, leaf)
  }

  package var value: Float { Float(bitPattern: bits) }
}

/// Looks at what each stage of a workspace's passes writes, and keeps the first number that is not finite.
///
/// A rectifier, a maximum or a mask may turn NaN into a number again, so the loss alone does not tell where it began.
package final class PassInspector {
  /// The first of all passes; nil if there was none.
  package private(set) var finding: NotFiniteNumber?
  /// The first leaf of the pass.
  private var leaf = 0

  package init() {}

  /// A pass begins.
  package func begin(leaf: Int) { self.leaf = leaf }

  func lookAtOutput(ofStage stage: Int, of network: Network, in workspace: Workspace) {
    look(
      at: workspace.activations[stage + 1], network.shapes[stage + 1].count,
      .output(layers: network.stageNames[stage]), workspace)
  }

  /// Looks at the gradient by a stage's output.
  func lookAtGradient(behindStage stage: Int, of network: Network, in workspace: Workspace) {
    guard stage >= 0 else { return }
    look(
      at: workspace.gradients[stage + 1], network.shapes[stage + 1].count,
      .outputGradient(layers: network.stageNames[stage]), workspace)
  }

  /// Looks at the gradient by all parameters.
  package func lookAtParameters(_ gradient: FloatView, _ layout: ParameterLayout) {
    guard finding == nil, let place = layout.firstNotFinite(in: gradient) else { return }
    finding = NotFiniteNumber(
      .parameterGradient(tensor: place.tensor.name), element: place.element, value: place.value, image: nil, leaf: leaf)
  }

  private func look(at buffer: FloatBuffer, _ size: Int, _ holder: NotFiniteNumber.Holder, _ workspace: Workspace) {
    guard finding == nil, size > 0 else { return }
    let written = buffer.view(at: 0, count: workspace.images * size)
    guard !written.digest().isFinite else { return }
    guard let index = (0..<written.count).first(where: { !written[$0].isFinite }) else { return }
    let image = index / size
    let leaves = workspace.leaves.view
    let leafOfPass = (0..<leaves.count).first { leaves.images(of: $0).contains(image) } ?? 0
    finding = NotFiniteNumber(
      holder, element: index % size, value: written[index], image: Int(workspace.imageNumbers[image]),
      leaf: leaf + leafOfPass)
  }
}

extension ParameterLayout {
  /// The first number of a vector that is not finite, in model order; nil if all are.
  package func firstNotFinite(in vector: FloatView) -> (tensor: TensorPlacement, element: Int, value: Float)? {
    if vector.digest().isFinite { return nil }
    for tensor in tensors {
      for (element, value) in tensor.elements(of: vector).enumerated() where !value.isFinite {
        return (tensor, element, value)
      }
    }
    return nil
  }
}
