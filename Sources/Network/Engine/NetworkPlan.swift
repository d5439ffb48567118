import KernelInterface

/// How a network computes: what `summary --plan` shows.
package struct NetworkPlan: Sendable, Equatable {
  /// One stage.
  package struct Stage: Sendable, Equatable {
    /// The layers that it computes: "conv2d + max_pooling2d".
    package let layers: String
    /// The shape of an image's output: rows, columns and channels, or the number of units.
    package let outputShape: [Int]
    package let plan: StagePlan
    /// Floats of a thread's memory: output, its gradient, and what is kept between the passes.
    package let bufferFloats: Int
  }

  /// The name of the kernel set.
  package let kernels: String
  /// Images in one pass.
  package let capacity: Int
  package let stages: [Stage]
  /// Layers that compute nothing: they give the same numbers another shape, or are part of another layer.
  package let freeLayers: [String]
  /// Floats of prepared parameters, which each thread makes for itself.
  package let preparedFloats: Int
  /// Floats of a thread's memory: the stages', the images, and the prepared parameters.
  package let bufferFloats: Int
}

extension Network {
  /// How this network computes.
  package var plan: NetworkPlan {
    let stages = zip(self.stages, stageNames).enumerated().map { number, stage in
      // The stage's own: where flattening moves nothing, ``shapes`` has the flat one.
      let shape = stage.0.outputShape
      return NetworkPlan.Stage(
        layers: stage.1,
        outputShape: shape == .flat(shape.channels) ? [shape.channels] : [shape.rows, shape.columns, shape.channels],
        plan: plan(ofStage: number),
        bufferFloats: 2 * capacity * shape.count + stage.0.makeScratch(capacity: capacity).floatCount)
    }
    return NetworkPlan(
      kernels: kernels.name, capacity: capacity, stages: stages,
      freeLayers: architecture.layers.map(\.name).filter { !computedLayers.contains($0) },
      preparedFloats: preparedCount,
      bufferFloats: stages.reduce(2 * capacity * shapes[0].count + preparedCount) { $0 + $1.bufferFloats })
  }

  /// Multiply-adds of a training pass for an image where there is nothing to skip.
  package var multiplyAdds: Int {
    stages.indices.reduce(0) { sum, number in
      plan(ofStage: number).passes.reduce(sum) { $0 + $1.plan.multiplyAdds }
    }
  }

  /// A stage's plan, without the gradient that nobody wants.
  private func plan(ofStage number: Int) -> StagePlan {
    number <= firstTrained ? stages[number].plan.withoutInputGradient : stages[number].plan
  }

  /// How much of a stage's work there was in the training pass over the images that `workspace` holds.
  package func density(stage: Int, _ workspace: Workspace) -> StageDensity {
    let shape = shapes[stage + 1]
    let pixels = workspace.images * shape.rows * shape.columns
    let nonZeros = workspace.gradients[stage + 1].view(at: 0, count: pixels * shape.pitch).withSpan { span in
      var count = 0
      for index in span.indices where span[index] != 0 { count += 1 }
      return count
    }
    return StageDensity(
      gradients: Double(nonZeros) / Double(max(1, pixels * shape.channels)),
      windows: workspace.stages[stage].scratch.filledShare(images: workspace.images))
  }
}
