import Foundation
package import Network

/// One image as a reference network takes it.
package struct ReferenceImage: Sendable {
  /// Grey levels in the order row, column, channel.
  package let pixels: [UInt8]
  package let label: Int
  /// The mask of each dropout layer, by the layer's number in the model, in the order row, column, channel.
  package let masks: [Int: [Float]]

  package init(pixels: [UInt8], label: Int, masks: [Int: [Float]] = [:]) {
    self.pixels = pixels
    self.label = label
    self.masks = masks
  }
}

/// An architecture evaluated image by image in Double, with plain loops, layer after layer as the model lists them.
///
/// Parameters are in model order, each tensor in Keras' layout, without padding.
package struct ReferenceNetwork: Sendable {
  private let steps: [any ReferenceStep]

  package init(_ architecture: Architecture) {
    var steps: [any ReferenceStep] = []
    var tensor = 0
    for (number, layer) in architecture.layers.enumerated() {
      steps += Self.steps(of: layer, number: number, tensor: tensor)
      tensor += layer.tensors.count
    }
    self.steps = steps
  }

  /// The loss of an image, and how far the nearest kink is: the rectifier's input that is closest to zero, or the
  /// closest runner-up in a pooling window.
  package func loss(
    of image: ReferenceImage, parameters: [[BoundedValue]]
  ) -> (loss: BoundedValue, kinkDistance: Double) {
    let values = values(of: image, parameters)
    let distances = zip(steps, values).map { $0.kinkDistance(input: $1) }
    return (crossEntropy(values[steps.count], label: image.label).loss, distances.min() ?? .infinity)
  }

  /// The gradient of an image's loss by every parameter.
  package func gradient(of image: ReferenceImage, parameters: [[BoundedValue]]) -> [[BoundedValue]] {
    let operands = ReferenceOperands(parameters: parameters, masks: image.masks)
    let values = values(of: image, parameters)
    var gradient = crossEntropy(values[steps.count], label: image.label).gradient
    var tensors: [[BoundedValue]] = []
    for (step, input) in zip(steps, values).reversed() {
      tensors = step.parameterGradients(of: gradient, input: input) + tensors
      gradient = step.inputGradient(of: gradient, input: input, operands)
    }
    return tensors
  }

  /// What goes into each step, and the logits.
  private func values(of image: ReferenceImage, _ parameters: [[BoundedValue]]) -> [[BoundedValue]] {
    let operands = ReferenceOperands(parameters: parameters, masks: image.masks)
    var values = [image.pixels.map { BoundedValue.rounded(Double($0) / 255, inherited: 0) }]
    for step in steps { values.append(step.output(values[values.count - 1], operands)) }
    return values
  }

  /// Softmax and cross-entropy, which the engine computes in Double from logits in Float.
  ///
  /// - Formula: loss = ln Σ(k) e^(z(k) − max z) − (z(label) − max z); gradient(k) = p(k) − [k = label]. With every logit off
  ///   by at most b, the loss is off by 2b, and p(k) by 2b·p(k)·(1 − p(k)), to first order.
  private func crossEntropy(
    _ logits: [BoundedValue], label: Int
  ) -> (loss: BoundedValue, gradient: [BoundedValue]) {
    let (largest, bound) = (logits.map(\.value).max() ?? 0, logits.map(\.bound).max() ?? 0)
    let exponentials = logits.map { exp($0.value - largest) }
    let total = exponentials.reduce(0, +)
    let loss = log(total) - (logits[label].value - largest)
    let gradient = exponentials.enumerated().map { k, exponential in
      let share = exponential / total
      return BoundedValue.rounded(k == label ? share - 1 : share, inherited: 2 * bound * share * (1 - share))
    }
    return (BoundedValue(loss, bound: 2 * bound), gradient)
  }

  private static func steps(of layer: Layer, number: Int, tensor: Int) -> [any ReferenceStep] {
    let rectifier: [any ReferenceStep] = [ReferenceRectifierStep()]
    switch layer.kind {
    case .convolution2D(let options):
      let geometry = ReferenceConvolution(
        images: 1, rows: layer.inputShape[0], columns: layer.inputShape[1], inputs: layer.inputShape[2],
        outputs: options.filters, kernelRows: options.kernelSize.rows, kernelColumns: options.kernelSize.columns)
      return [ReferenceWeightStep(geometry: geometry, tensor: tensor)] + (options.activation == .relu ? rectifier : [])
    case .dense(let options):
      // A convolution of one pixel.
      let geometry = ReferenceConvolution(
        images: 1, rows: 1, columns: 1, inputs: layer.inputShape[0], outputs: options.units, kernelRows: 1,
        kernelColumns: 1)
      return [ReferenceWeightStep(geometry: geometry, tensor: tensor)] + (options.activation == .relu ? rectifier : [])
    case .maxPooling2D(let options):
      return [ReferencePoolStep(input: layer.inputShape, window: options.poolSize)]
    case .dropout: return [ReferenceMaskStep(layer: number)]
    // Flattening changes the shape, not the order; the last softmax is part of the loss.
    case .flatten: return []
    case .activation(let options): return options.activation == .relu ? rectifier : []
    }
  }
}
