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
  /// The share of a label that the loss spreads over all classes.
  package let labelSmoothing: Double
  /// What numbers the network is given for pixels.
  package let pixelRange: PixelRange
  /// Floats that the stages prepare of the parameters.
  package let preparedCount: Int
  let stages: [any Stage]
  /// The layers that each stage computes, by name: "conv2d + max_pooling2d".
  package let stageNames: [String]
  /// The layers that are computed at all, by name.
  let computedLayers: Set<String>
  /// The number of the first stage with parameters that training changes.
  let firstTrained: Int
  /// The shapes before the first stage and after each.
  let shapes: [ActivationShape]

  /// - Parameters:
  ///   - capacity: the most images in one pass.
  ///   - imagesPerLeaf: of training; they decide how some gradients are computed, never what ranks and threads do.
  package init(
    _ architecture: Architecture, kernels: any KernelSet.Type, capacity: Int, imagesPerLeaf: Int = 4,
    convolution: ConvolutionAlgorithm = .auto, labelSmoothing: Double = 0, pixelRange: PixelRange = .zeroToOne
  ) {
    (self.labelSmoothing, self.pixelRange) = (labelSmoothing, pixelRange)
    var lowering = Lowering(
      architecture, capacity: capacity, imagesPerLeaf: imagesPerLeaf, convolution: convolution)
    lowering.lower()
    self.architecture = architecture
    self.kernels = kernels
    self.capacity = capacity
    layout = lowering.layout
    preparedCount = lowering.preparedCount
    stages = lowering.stages
    stageNames = lowering.names
    computedLayers = lowering.computedLayers
    firstTrained = lowering.firstTrained ?? stages.count
    shapes = lowering.shapes
  }

  /// The number of classes: the last layer's units.
  package var classCount: Int { shapes[shapes.count - 1].channels }

  /// Memory for one thread.
  ///
  /// - Parameter ledger: where its passes book their time.
  package func makeWorkspace(ledger: TimeLedger? = nil) -> Workspace { Workspace(network: self, ledger: ledger) }

  /// What each tensor starts with, the same for every rank; a tensor's own seed takes the place of the run's.
  package func initialParameters(seed: UInt64) -> FloatBuffer {
    let parameters = FloatBuffer(count: layout.floatCount)
    for (number, (placement, tensor)) in zip(layout.tensors, architecture.tensors).enumerated() {
      let values = InitialValues(tensor.initializer, fanIn: tensor.fanIn, fanOut: tensor.fanOut)
      guard values != .constant(0) else { continue }
      placement.place(
        values.elements(
          count: placement.elementCount, tensor: number, generator: Philox(seed: tensor.initializer.seed ?? seed)),
        into: parameters.view)
    }
    return parameters
  }

  /// Gives a workspace the parameters for its passes; again after each change of these.
  ///
  /// - Parameter parameters: laid out as ``layout``.
  package func prepare(_ workspace: Workspace, for parameters: FloatBuffer) {
    precondition(parameters.count == layout.floatCount, "the parameters are another network's")
    precondition(workspace.prepared.count == preparedCount, "the workspace is another network's")
    workspace.parameters = parameters
    for stage in stages { stage.prepare(parameters.view, into: workspace.prepared.view, kernels: kernels) }
  }

  /// The gradient of the leaves in the workspace, added along the tree: the value of one node.
  ///
  /// - Parameters:
  ///   - gradient: receives the sum over the images, not the mean; as long as the parameters.
  ///   - accumulates: true adds to what `gradient` holds, as a right child does.
  ///   - body: called with each leaf's number in the workspace and its score.
  package func backward(
    _ workspace: Workspace, draw: RandomDraw, into gradient: FloatView, accumulates: Bool,
    _ body: (_ leaf: Int, _ score: Score) -> Void
  ) {
    let pass = Pass(kernels: kernels, workspace: workspace, draw: draw)
    forward(pass)
    let leaves = workspace.leaves.view
    let target = GradientTarget(view: gradient, accumulates: accumulates, leaves: leaves)
    workspace.ledger.measure(.loss) {
      for leaf in 0..<leaves.count {
        var score = Score()
        for image in leaves.images(of: leaf) { score.add(writeLossGradient(workspace, image: image)) }
        body(leaf, score)
      }
    }
    workspace.inspector?.lookAtGradient(behindStage: stages.count - 1, of: self, in: workspace)
    for number in stages.indices.reversed() where number >= firstTrained {
      workspace.ledger.measure(.backward(stage: number)) {
        workspace.stages[number].backward(
          pass, input: workspace.activations[number].view, output: workspace.activations[number + 1].view,
          outputGradient: workspace.gradients[number + 1].view,
          inputGradient: number == firstTrained ? nil : workspace.gradients[number].view, target: target)
      }
      if number > firstTrained { workspace.inspector?.lookAtGradient(behindStage: number - 1, of: self, in: workspace) }
    }
  }

  /// Scores the images in the workspace, without dropout, and calls `body` with each image's score in turn.
  ///
  /// - Parameter views: as of ``compute(_:views:)``.
  package func evaluate(_ workspace: Workspace, views: Int = 1, _ body: (Score) -> Void) {
    compute(workspace, views: views)
    for image in 0..<workspace.images { body(score(workspace, image: image)) }
  }

  /// Computes the output for the images in the workspace, without dropout; labels do not matter.
  ///
  /// - Parameter views: so many images in a row are one: its logits are the means of theirs, and the workspace has one
  ///   image in their place afterwards.
  package func compute(_ workspace: Workspace, views: Int = 1) {
    forward(Pass(kernels: kernels, workspace: workspace, draw: nil))
    if views > 1 { mergeViews(workspace, count: views) }
  }

  /// Appends the probabilities of all classes, image after image, that the last pass over the workspace gave.
  ///
  /// They are those of softmax, whether the model ends with it or with logits.
  package func appendProbabilities(_ workspace: Workspace, to probabilities: inout [Float]) {
    for image in 0..<workspace.images {
      SoftmaxCrossEntropy.appendProbabilities(
        logits: logits(workspace, image: image), classes: classCount, to: &probabilities)
    }
  }

  private func forward(_ pass: Pass) {
    let workspace = pass.workspace
    precondition(workspace.parameters.count == layout.floatCount, "the workspace has no parameters yet")
    for (number, stage) in workspace.stages.enumerated() {
      workspace.ledger.measure(.forward(stage: number)) {
        stage.forward(
          pass, input: workspace.activations[number].view, output: workspace.activations[number + 1].view)
      }
      workspace.inspector?.lookAtOutput(ofStage: number, of: self, in: workspace)
    }
  }

  private func mergeViews(_ workspace: Workspace, count: Int) {
    workspace.keepImages(every: count)
    for image in 0..<workspace.images {
      let mean = logits(workspace, image: image)
      for k in 0..<mean.count {
        var sum: Float = 0
        for view in 0..<count { sum += logits(workspace, image: image * count + view)[k] }
        mean[k] = sum / Float(count)
      }
    }
  }

  private func logits(_ workspace: Workspace, image: Int) -> FloatView {
    let count = shapes[stages.count].count
    return workspace.activations[stages.count].view(at: image * count, count: count)
  }

  private func writeLossGradient(_ workspace: Workspace, image: Int) -> Score {
    let logits = logits(workspace, image: image)
    let result = SoftmaxCrossEntropy.score(
      logits: logits, classes: classCount, label: Int(workspace.labels[image]), smoothing: labelSmoothing,
      gradient: workspace.gradients[stages.count].view(at: image * logits.count, count: logits.count))
    return Score(lossSum: result.loss, correct: result.isCorrect ? 1 : 0, images: 1)
  }

  private func score(_ workspace: Workspace, image: Int) -> Score {
    let result = SoftmaxCrossEntropy.score(
      logits: logits(workspace, image: image), classes: classCount, label: Int(workspace.labels[image]),
      smoothing: labelSmoothing, gradient: nil)
    return Score(lossSum: result.loss, correct: result.isCorrect ? 1 : 0, images: 1)
  }
}
