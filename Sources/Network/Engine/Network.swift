import CounterRandom
package import KernelInterface

/// A network ready to compute: the architecture lowered to stages, once, for one kernel set.
///
/// All shapes, offsets and tables are fixed here; a pass over a leaf computes and allocates nothing.
package final class Network: Sendable {
  package let architecture: Architecture
  package let layout: ParameterLayout
  package let kernels: any KernelSet.Type
  /// The most images in one pass.
  package let capacity: Int
  let stages: [any Stage]
  /// The shapes before the first stage and after each.
  let shapes: [ActivationShape]

  /// - Parameters:
  ///   - capacity: the most images in one pass: a leaf's.
  package init(_ architecture: Architecture, kernels: any KernelSet.Type, capacity: Int) {
    var lowering = Lowering(architecture, capacity: capacity)
    lowering.lower()
    self.architecture = architecture
    self.kernels = kernels
    self.capacity = capacity
    layout = lowering.layout
    stages = lowering.stages
    shapes = lowering.shapes
  }

  /// The number of classes: the last layer's units.
  package var classCount: Int { shapes[shapes.count - 1].channels }

  /// Memory for one thread.
  package func makeWorkspace() -> Workspace { Workspace(network: self) }

  /// Glorot-uniform kernels and zero biases, the same for every rank.
  package func initialParameters(seed: UInt64) -> FloatBuffer {
    let parameters = FloatBuffer(count: layout.floatCount)
    let generator = Philox(seed: seed)
    for (number, (placement, tensor)) in zip(layout.tensors, architecture.tensors).enumerated() {
      guard case .glorotUniform = tensor.initializer else { continue }
      let glorot = GlorotUniform(fanIn: tensor.fanIn, fanOut: tensor.fanOut)
      placement.place(
        glorot.elements(count: placement.elementCount, tensor: number, generator: generator), into: parameters.view)
    }
    return parameters
  }

  /// Transposes one worker's part of the kernels, as the backward pass wants them after each change of the parameters.
  ///
  /// - Parameter transposed: as long as `parameters`.
  package func prepareBackward(parameters: FloatView, transposed: FloatView, part: Int, of parts: Int) {
    // The first stage passes no gradient on.
    for (number, stage) in stages.dropFirst().enumerated() {
      guard let kernel = stage.transposedKernel, number % parts == part else { continue }
      kernels.transpose(
        kernel.view(of: parameters), into: kernel.view(of: transposed), count: kernel.blocks,
        rows: kernel.paddedRowsPerBlock, columns: kernel.paddedColumns)
    }
  }

  /// The summed loss and gradient of the images in the workspace: one leaf of the sum tree.
  ///
  /// - Parameters:
  ///   - gradient: receives the sum over the images, not the mean; as long as the parameters.
  ///   - accumulates: true adds to what `gradient` holds, as the right child of a node does.
  package func backward(
    _ workspace: Workspace, parameters: FloatView, transposed: FloatView, draw: RandomDraw, into gradient: FloatView,
    accumulates: Bool
  ) -> LeafScore {
    let pass = Pass(
      kernels: kernels, parameters: parameters, transposed: transposed, workspace: workspace, draw: draw)
    forward(pass)
    let target = GradientTarget(view: gradient, accumulates: accumulates)
    writeLossGradient(workspace)
    for number in stages.indices.reversed() {
      stages[number].backward(
        pass, input: workspace.activations[number].view, output: workspace.activations[number + 1].view,
        outputGradient: workspace.gradients[number + 1].view,
        inputGradient: number == 0 ? nil : workspace.gradients[number].view, target: target,
        scratch: workspace.scratch[number])
    }
    var score = LeafScore()
    for image in 0..<workspace.images { score.add(self.score(workspace, image: image)) }
    return score
  }

  /// Scores the images in the workspace, without dropout, and calls `body` with each image's score in turn.
  package func evaluate(_ workspace: Workspace, parameters: FloatView, _ body: (LeafScore) -> Void) {
    forward(
      Pass(kernels: kernels, parameters: parameters, transposed: parameters, workspace: workspace, draw: nil))
    for image in 0..<workspace.images { body(score(workspace, image: image)) }
  }

  private func forward(_ pass: Pass) {
    let workspace = pass.workspace
    for (number, stage) in stages.enumerated() {
      stage.forward(
        pass, input: workspace.activations[number].view, output: workspace.activations[number + 1].view,
        scratch: workspace.scratch[number])
    }
  }

  private func logits(_ workspace: Workspace, image: Int) -> FloatView {
    let count = shapes[stages.count].count
    return workspace.activations[stages.count].view(at: image * count, count: count)
  }

  private func writeLossGradient(_ workspace: Workspace) {
    for image in 0..<workspace.images {
      let logits = logits(workspace, image: image)
      SoftmaxCrossEntropy.writeGradient(
        logits: logits, classes: classCount, label: Int(workspace.labels[image]),
        into: workspace.gradients[stages.count].view(at: image * logits.count, count: logits.count))
    }
  }

  private func score(_ workspace: Workspace, image: Int) -> LeafScore {
    let (loss, isCorrect) = SoftmaxCrossEntropy.score(
      logits: logits(workspace, image: image), classes: classCount, label: Int(workspace.labels[image]))
    return LeafScore(lossSum: loss, correct: isCorrect ? 1 : 0, images: 1)
  }
}
