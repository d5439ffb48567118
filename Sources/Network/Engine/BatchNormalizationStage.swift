import KernelInterface

/// Batch normalisation over the last axis, and a rectifier if wanted: by the statistics of each leaf in training, by the moving
/// ones in evaluation and where the layer is not trained.
///
/// What a leaf adds to the moving statistics travels with the gradients: see ``Workspace/followers(ofLeaf:)``.
struct BatchNormalizationStage: Stage {
  /// Where the layer's tensors lie; gamma and beta are nil where the layer has none.
  struct Tensors {
    let gamma: TensorPlacement?
    let beta: TensorPlacement?
    let mean: TensorPlacement
    let variance: TensorPlacement
  }

  let outputShape: ActivationShape
  private let tensors: Tensors
  private let momentum: Double
  private let epsilon: Float
  private let rectifies: Bool
  /// Whether the layer is not trained, and so its moving statistics are always used.
  private let isFrozen: Bool
  /// Factor and summand of each channel in evaluation.
  private let scaling: PreparedPlacement
  /// In place of a gamma and a beta that the layer does not have.
  private let ones: FloatBuffer
  private let zeros: FloatBuffer

  init(
    _ tensors: Tensors, momentum: Double, epsilon: Double, rectifies: Bool, isFrozen: Bool,
    shape: ActivationShape, scaling: PreparedPlacement
  ) {
    (self.tensors, self.momentum, self.rectifies, self.scaling) = (tensors, momentum, rectifies, scaling)
    self.epsilon = Float(epsilon)
    self.isFrozen = isFrozen
    outputShape = shape
    ones = .ones(channelsOf: shape)
    zeros = FloatBuffer(count: shape.pitch)
  }

  /// Floats that a stage prepares.
  static func preparedCount(shape: ActivationShape) -> Int { 2 * shape.pitch }

  var plan: StagePlan {
    let rectified = rectifies ? ", and the rectifier" : ""
    guard !isFrozen else {
      return StagePlan(
        forward: .memory("factor and summand of each channel" + rectified), weightGradient: nil,
        inputGradient: .memory("factor of each channel" + rectified), notes: [])
    }
    return StagePlan(
      forward: .memory("statistics of each leaf" + rectified), weightGradient: .memory("sums over each leaf"),
      inputGradient: .memory("through the statistics" + rectified), notes: [])
  }

  struct Scratch: StageScratch {
    /// Of each leaf.
    let statistics: FloatBuffer
    /// What each leaf adds to the moving statistics.
    let shares: FloatBuffer

    var floatCount: Int { statistics.count + shares.count }
  }

  func makeScratch(capacity: Int) -> Scratch {
    Scratch(
      statistics: FloatBuffer(count: 2 * capacity * outputShape.pitch), shares: FloatBuffer(count: capacity))
  }

  func prepare(_ parameters: FloatView, into prepared: FloatView, kernels: any KernelSet.Type) {
    let (mean, variance) = (tensors.mean.view(of: parameters), tensors.variance.view(of: parameters))
    let (gamma, beta) = (gamma(parameters), beta(parameters))
    let factors = scaling.view(of: prepared)
    for channel in 0..<outputShape.pitch {
      let scale = gamma[channel] / (variance[channel] + epsilon).squareRoot()
      factors[channel] = scale
      factors[outputShape.pitch + channel] = beta[channel] - mean[channel] * scale
    }
  }

  private func gamma(_ parameters: FloatView) -> FloatView { tensors.gamma?.view(of: parameters) ?? ones.view }
  private func beta(_ parameters: FloatView) -> FloatView { tensors.beta?.view(of: parameters) ?? zeros.view }

  private func training(
    _ pass: Pass, leaves: LeafView, input: FloatView, output: FloatView, statistics: FloatBuffer
  ) -> BatchNormalizationKernel {
    BatchNormalizationKernel(
      rowsPerImage: outputShape.rows * outputShape.columns, channels: outputShape.pitch, leaves: leaves, input: input,
      output: output, gamma: gamma(pass.parameters), beta: beta(pass.parameters), statistics: statistics.view,
      epsilon: epsilon, rectifies: rectifies)
  }

  func forward(_ pass: Pass, input: FloatView, output: FloatView, scratch: Scratch) {
    guard pass.draw != nil, !isFrozen else {
      let factors = scaling.view(of: pass.prepared)
      return pass.kernels.scaleChannels(
        ChannelScaling(
          rows: pass.images * outputShape.rows * outputShape.columns, channels: outputShape.pitch, input: input,
          output: output, scale: factors.slice(at: 0, count: outputShape.pitch),
          shift: factors.slice(at: outputShape.pitch, count: outputShape.pitch), rectifies: rectifies))
    }
    pass.kernels.normalizeLeaves(
      training(
        pass, leaves: pass.workspace.leaves.view, input: input, output: output, statistics: scratch.statistics))
  }

  func backward(
    _ pass: Pass, input: FloatView, output: FloatView, outputGradient: FloatView, inputGradient: FloatView?,
    target: GradientTarget, scratch: Scratch
  ) {
    guard !isFrozen else {
      return scaleGradient(pass, output: output, outputGradient: outputGradient, inputGradient: inputGradient)
    }
    for leaf in 0..<target.leaves.count {
      scratch.shares[leaf] = Self.share(momentum: momentum, followers: pass.workspace.followers(ofLeaf: leaf))
    }
    pass.kernels.computeNormalizationGradient(
      BatchNormalizationGradient(
        training(pass, leaves: target.leaves, input: input, output: output, statistics: scratch.statistics),
        outputGradient: outputGradient, inputGradient: inputGradient, shares: scratch.shares.view,
        targets: .init(
          gamma: tensors.gamma?.view(of: target.view), beta: tensors.beta?.view(of: target.view),
          mean: tensors.mean.view(of: target.view), variance: tensors.variance.view(of: target.view),
          accumulates: target.accumulates)))
  }

  /// The gradient of the input where factor and summand of each channel are fixed.
  private func scaleGradient(_ pass: Pass, output: FloatView, outputGradient: FloatView, inputGradient: FloatView?) {
    guard let inputGradient else { return }
    let count = pass.images * outputShape.count
    if rectifies {
      pass.kernels.computeRectifierGradient(
        gradient: outputGradient.slice(at: 0, count: count), output: output.slice(at: 0, count: count))
    }
    pass.kernels.scaleChannels(
      ChannelScaling(
        rows: pass.images * outputShape.rows * outputShape.columns, channels: outputShape.pitch, input: outputGradient,
        output: inputGradient, scale: scaling.view(of: pass.prepared).slice(at: 0, count: outputShape.pitch),
        shift: zeros.view, rectifies: false))
  }

  /// What a leaf's statistics weigh in the moving ones after a step.
  ///
  /// - Formula: (1 − momentum) · momentum^followers, for as many leaves with images come behind it in the step.
  static func share(momentum: Double, followers: Int) -> Float {
    Float((1 - momentum) * ElementaryFunctions.power(momentum, followers))
  }
}
