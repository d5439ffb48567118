/// Where the time of a model's training steps goes, on one thread.
package struct ModelMeasurement: Sendable, Equatable {
  /// One stage: layers that are computed as one.
  package struct Stage: Sendable, Equatable {
    /// "conv2d + max_pooling2d".
    package let layers: String
    /// How each of its passes is computed, in words.
    package let methods: [String]
    /// The share of the gradients of its output that are not zero.
    package let gradientDensity: Double
    /// The share of pooling windows that see anything; 1 where blank ones are not left out.
    package let windowDensity: Double
    /// For one image.
    package let forward: Work
    /// For one image; the gradients of weights and input together.
    package let backward: Work

    package init(
      layers: String, methods: [String], gradientDensity: Double, windowDensity: Double, forward: Work, backward: Work
    ) {
      self.layers = layers
      self.methods = methods
      self.gradientDensity = gradientDensity
      self.windowDensity = windowDensity
      self.forward = forward
      self.backward = backward
    }
  }

  /// A part of a step that belongs to no stage.
  package struct Part: Sendable, Equatable {
    package let name: String
    /// Seconds for one image.
    package let seconds: Spread?

    package init(name: String, seconds: Spread?) {
      self.name = name
      self.seconds = seconds
    }
  }

  package let model: String
  /// How convolutions are computed.
  package let convolution: String
  /// What the images are.
  package let data: String
  /// Steps that were taken before anything was measured.
  package let warmUpSteps: Int
  /// The images of a step, all in one pass.
  package let images: Int
  /// The images of each leaf of the sum.
  package let imagesPerLeaf: Int
  package let stages: [Stage]
  package let otherParts: [Part]
  /// Seconds for one image, all parts together.
  package let total: Spread?

  /// All parts together, for one image.
  package var whole: Work {
    let passes = stages.flatMap { [$0.forward, $0.backward] }
    return Work(
      seconds: total, flops: passes.reduce(0) { $0 + $1.flops }, denseFlops: passes.reduce(0) { $0 + $1.denseFlops })
  }

  package init(
    model: String, convolution: String, data: String, warmUpSteps: Int, images: Int, imagesPerLeaf: Int,
    stages: [Stage], otherParts: [Part], total: Spread?
  ) {
    self.model = model
    self.convolution = convolution
    self.data = data
    self.warmUpSteps = warmUpSteps
    self.images = images
    self.imagesPerLeaf = imagesPerLeaf
    self.stages = stages
    self.otherParts = otherParts
    self.total = total
  }
}
