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

/// An architecture evaluated leaf by leaf in Double, with plain loops, layer after layer as the model lists them.
///
/// Parameters are in model order, each tensor in Keras' layout, without padding.
package struct ReferenceNetwork: Sendable {
  private let architecture: Architecture
  private let steps: [any ReferenceStep]

  package init(_ architecture: Architecture) {
    self.architecture = architecture
    var steps: [any ReferenceStep] = []
    var tensor = 0
    for (number, layer) in architecture.layers.enumerated() {
      let isLast = number == architecture.layers.count - 1
      steps += Self.steps(of: layer, number: number, tensor: tensor, isLast: isLast)
      tensor += layer.tensors.count
    }
    self.steps = steps
  }

  /// The loss of each image of a leaf, and how far the nearest kink is: the rectifier's input that is closest to zero, or the
  /// closest runner-up in a pooling window.
  package func losses(
    of leaf: [ReferenceImage], parameters: [[BoundedValue]], _ pass: ReferencePass = ReferencePass()
  ) -> (losses: [BoundedValue], kinkDistance: Double) {
    let values = values(ReferenceOperands(parameters: parameters, images: leaf, pass: pass))
    let distances = zip(steps, values).map { $0.kinkDistance(input: $1) }
    return (crossEntropy(values[steps.count], of: leaf).map(\.loss), distances.min() ?? .infinity)
  }

  /// The gradient of a leaf's summed loss by every parameter; a moving statistic has what the leaf adds to it instead.
  package func gradient(
    of leaf: [ReferenceImage], parameters: [[BoundedValue]], _ pass: ReferencePass = ReferencePass()
  ) -> [[BoundedValue]] {
    let operands = ReferenceOperands(parameters: parameters, images: leaf, pass: pass)
    let values = values(operands)
    var gradient = crossEntropy(values[steps.count], of: leaf).flatMap(\.gradient)
    var tensors: [[BoundedValue]] = []
    for (step, input) in zip(steps, values).reversed() {
      tensors = step.parameterGradients(of: gradient, input: input, operands) + tensors
      gradient = step.inputGradient(of: gradient, input: input, operands)
    }
    return tensors
  }

  /// What goes into each step, and the logits.
  private func values(_ operands: ReferenceOperands) -> [[BoundedValue]] {
    let pixels = operands.images.flatMap(\.pixels)
    var values = [pixels.map { BoundedValue.rounded(Double($0) / 255, inherited: 0) }]
    for step in steps { values.append(step.output(values[values.count - 1], operands)) }
    return values
  }

  /// Softmax and cross-entropy of each image, which the engine computes in Double from logits in Float.
  ///
  /// - Formula: loss = ln Σ(k) e^(z(k) − max z) − (z(label) − max z); gradient(k) = p(k) − [k = label]. With every logit off
  ///   by at most b, the loss is off by 2b, and p(k) by 2b·p(k)·(1 − p(k)), to first order.
  private func crossEntropy(
    _ logits: [BoundedValue], of leaf: [ReferenceImage]
  ) -> [(loss: BoundedValue, gradient: [BoundedValue])] {
    let classes = architecture.classCount
    return leaf.enumerated().map { image, target in
      let own = logits[image * classes..<(image + 1) * classes]
      let (largest, bound) = (own.map(\.value).max() ?? 0, own.map(\.bound).max() ?? 0)
      let exponentials = own.map { exp($0.value - largest) }
      let total = exponentials.reduce(0, +)
      let loss = log(total) - (own[own.startIndex + target.label].value - largest)
      let gradient = exponentials.enumerated().map { k, exponential in
        let share = exponential / total
        return BoundedValue.rounded(
          k == target.label ? share - 1 : share, inherited: 2 * bound * share * (1 - share))
      }
      return (BoundedValue(loss, bound: 2 * bound), gradient)
    }
  }
}

extension ReferenceNetwork {
  private static func steps(of layer: Layer, number: Int, tensor: Int, isLast: Bool) -> [any ReferenceStep] {
    let input = layer.inputShape
    switch layer.kind {
    case .convolution2D(let options):
      let geometry = ReferenceConvolution(
        images: 1, rows: input[0], columns: input[1], inputs: input[2], outputs: options.filters,
        kernelRows: options.kernelSize.rows, kernelColumns: options.kernelSize.columns,
        strides: (options.strides.rows, options.strides.columns),
        margins: margins(input, options.kernelSize, options.strides, options.padding))
      return [ReferenceWeightStep(geometry: geometry, tensor: tensor, usesBias: options.usesBias)]
        + steps(of: options.activation, channels: options.filters, isLast: isLast)
    case .dense(let options):
      // A convolution of one pixel.
      let geometry = ReferenceConvolution(
        images: 1, rows: 1, columns: 1, inputs: input[0], outputs: options.units, kernelRows: 1, kernelColumns: 1)
      return [ReferenceWeightStep(geometry: geometry, tensor: tensor, usesBias: options.usesBias)]
        + steps(of: options.activation, channels: options.units, isLast: isLast)
    case .pooling2D(let options):
      let margins = margins(input, options.poolSize, options.strides, options.padding)
      return [
        ReferencePoolStep(
          options.kind,
          ReferencePooling(
            images: 1, input: (input[0], input[1], input[2]), window: (options.poolSize.rows, options.poolSize.columns),
            stride: (options.strides.rows, options.strides.columns), padding: (margins.top, margins.left),
            output: (layer.outputShape[0], layer.outputShape[1])))
      ]
    case .globalPooling2D(let options):
      let size = (rows: input[0], columns: input[1])
      return [
        ReferencePoolStep(
          options.kind,
          ReferencePooling(images: 1, input: (input[0], input[1], input[2]), window: size, stride: size))
      ]
    case .batchNormalization(let options):
      return [ReferenceNormalizationStep(options, channels: input[input.count - 1], tensor: tensor)]
    case .zeroPadding2D(let options):
      return [
        ReferencePaddingStep(input: input, margins: (options.top, options.bottom, options.left, options.right))
      ]
    case .rescaling(let options): return [ReferenceScalingStep(scale: options.scale, offset: options.offset)]
    case .dropout: return [ReferenceMaskStep(layer: number)]
    // Flattening changes the shape, not the order.
    case .flatten, .reshape: return []
    case .activation(let options):
      return steps(of: options.activation, channels: input[input.count - 1], isLast: isLast)
    }
  }

  /// The last softmax is part of the loss.
  private static func steps(of activation: Activation, channels: Int, isLast: Bool) -> [any ReferenceStep] {
    switch activation {
    case .linear: []
    case .softmax: isLast ? [] : [ReferenceSoftmaxStep(channels: channels)]
    default: [ReferenceActivationStep(activation)]
    }
  }

  /// What Keras puts around an image: nothing, or as much as ⌈size / stride⌉ windows want, the smaller half of it in front.
  private static func margins(
    _ input: [Int], _ window: WindowSize, _ strides: WindowSize, _ padding: Padding
  ) -> ReferenceConvolution.Margins {
    guard padding == .same else { return (0, 0, 0, 0) }
    func total(_ size: Int, _ window: Int, _ stride: Int) -> Int {
      let rest = size % stride
      return max(window - (rest == 0 ? stride : rest), 0)
    }
    let (rows, columns) = (
      total(input[0], window.rows, strides.rows), total(input[1], window.columns, strides.columns)
    )
    return (rows / 2, rows - rows / 2, columns / 2, columns - columns / 2)
  }
}
