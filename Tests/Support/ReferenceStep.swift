/// How a reference network computes a leaf.
package struct ReferencePass: Sendable {
  /// With dropout, and with the statistics of the leaf; otherwise with the moving ones.
  package var isTraining: Bool
  /// How many leaves with images are behind this one in the step.
  package var followers: Int
  /// By how much Winograd's filtering of 3 × 3 taps may be off, relative to the largest sum of products without their signs that
  /// it can touch; 0 where convolutions are direct.
  package var winogradError: Double

  package init(isTraining: Bool = true, followers: Int = 0, winogradError: Double = 0) {
    self.isTraining = isTraining
    self.followers = followers
    self.winogradError = winogradError
  }
}

/// What the steps of a reference network compute with, besides their input.
struct ReferenceOperands {
  let parameters: [[BoundedValue]]
  let images: [ReferenceImage]
  let pass: ReferencePass
}

/// A piece of a layer for the images of a leaf: convolution and rectifier are two.
///
/// Values lie image by image, in the order row, column, channel.
protocol ReferenceStep: Sendable {
  func output(_ input: [BoundedValue], _ operands: ReferenceOperands) -> [BoundedValue]

  func inputGradient(
    of outputGradient: [BoundedValue], input: [BoundedValue], _ operands: ReferenceOperands
  ) -> [BoundedValue]

  /// One array for each tensor of the step, in model order.
  func parameterGradients(
    of outputGradient: [BoundedValue], input: [BoundedValue], _ operands: ReferenceOperands
  ) -> [[BoundedValue]]

  /// How far the input is from a point where the step has no derivative.
  func kinkDistance(input: [BoundedValue]) -> Double
}

extension ReferenceStep {
  func parameterGradients(
    of outputGradient: [BoundedValue], input: [BoundedValue], _ operands: ReferenceOperands
  ) -> [[BoundedValue]] { [] }
  func kinkDistance(input: [BoundedValue]) -> Double { .infinity }
}

/// output[e] = input[e] · mask[e], with the masks of layer number `layer`.
struct ReferenceMaskStep: ReferenceStep {
  let layer: Int

  func output(_ input: [BoundedValue], _ operands: ReferenceOperands) -> [BoundedValue] {
    guard operands.pass.isTraining else { return input }
    let masks = operands.images.compactMap { $0.masks[layer] }
    guard !masks.isEmpty else { return input }
    return zip(input, masks.joined()).map { $0 * BoundedValue(Double($1)) }
  }

  func inputGradient(
    of outputGradient: [BoundedValue], input: [BoundedValue], _ operands: ReferenceOperands
  ) -> [BoundedValue] { output(outputGradient, operands) }
}

/// output[e] = input[e] · scale + offset.
struct ReferenceScalingStep: ReferenceStep {
  let scale: BoundedValue
  let offset: BoundedValue

  init(scale: Double, offset: Double) {
    // In memory they are Floats.
    self.scale = .rounded(scale, inherited: 0)
    self.offset = .rounded(offset, inherited: 0)
  }

  func output(_ input: [BoundedValue], _ operands: ReferenceOperands) -> [BoundedValue] {
    input.map { $0 * scale + offset }
  }

  func inputGradient(
    of outputGradient: [BoundedValue], input: [BoundedValue], _ operands: ReferenceOperands
  ) -> [BoundedValue] { outputGradient.map { $0 * scale } }
}

/// Zeros around each image.
struct ReferencePaddingStep: ReferenceStep {
  private let (rows, columns, channels): (Int, Int, Int)
  private let margins: ReferenceConvolution.Margins

  init(input shape: [Int], margins: ReferenceConvolution.Margins) {
    (rows, columns, channels) = (shape[0], shape[1], shape[2])
    self.margins = margins
  }

  private var outputColumns: Int { margins.left + columns + margins.right }
  private var outputRows: Int { margins.top + rows + margins.bottom }

  /// Where an element of the input goes.
  private func place(_ index: Int) -> Int {
    let (pixel, channel) = index.quotientAndRemainder(dividingBy: channels)
    let (line, x) = pixel.quotientAndRemainder(dividingBy: columns)
    let (image, y) = line.quotientAndRemainder(dividingBy: rows)
    return ((image * outputRows + y + margins.top) * outputColumns + x + margins.left) * channels + channel
  }

  func output(_ input: [BoundedValue], _ operands: ReferenceOperands) -> [BoundedValue] {
    var output = Array(
      repeating: BoundedValue.zero, count: operands.images.count * outputRows * outputColumns * channels)
    for (index, value) in input.enumerated() { output[place(index)] = value }
    return output
  }

  func inputGradient(
    of outputGradient: [BoundedValue], input: [BoundedValue], _ operands: ReferenceOperands
  ) -> [BoundedValue] { input.indices.map { outputGradient[place($0)] } }
}
