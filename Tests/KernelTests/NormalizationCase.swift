import KernelInterface
import Support
import Testing

/// A batch normalisation with operands, and its passes run on them between guards.
struct NormalizationCase: Sendable, CustomTestStringConvertible {
  let rowsPerImage: Int
  let channels: Int
  /// Images of each leaf.
  private(set) var leaves: [Int]
  let rectifies: Bool
  var epsilon: Float = 1e-3
  var input: [Float]
  var gamma: [Float]
  var beta: [Float]
  var outputGradient: [Float]
  /// Of each leaf's statistics in the moving ones.
  private(set) var shares: [Float]

  var testDescription: String {
    "\(rowsPerImage) rows of \(channels), leaves of \(leaves)\(rectifies ? ", rectified" : "")"
  }

  init(rowsPerImage: Int, channels: Int, leaves: [Int], rectifies: Bool = false) {
    (self.rowsPerImage, self.channels, self.leaves, self.rectifies) = (rowsPerImage, channels, leaves, rectifies)
    var generator = SeededGenerator(seed: 71)
    let count = leaves.reduce(0, +) * rowsPerImage * channels
    input = generator.floats(count, in: -2...3)
    gamma = generator.floats(channels, in: -1...2)
    beta = generator.floats(channels)
    outputGradient = generator.floats(count)
    shares = generator.floats(leaves.count, in: 0.001...0.1)
  }

  static let all = [
    NormalizationCase(rowsPerImage: 9, channels: 16, leaves: [3]),
    NormalizationCase(rowsPerImage: 25, channels: 32, leaves: [1, 4, 2], rectifies: true),
    NormalizationCase(rowsPerImage: 1, channels: 48, leaves: [4, 4, 4, 4, 1]),
    NormalizationCase(rowsPerImage: 49, channels: 80, leaves: [0, 2, 0, 0, 3], rectifies: true),
    NormalizationCase(rowsPerImage: 196, channels: 64, leaves: [4]),
    NormalizationCase(rowsPerImage: 3, channels: 112, leaves: Array(repeating: 2, count: 13)),
    // A variance of nothing but epsilon.
    NormalizationCase(rowsPerImage: 1, channels: 16, leaves: [1, 1], rectifies: true),
    NormalizationCase(rowsPerImage: 4, channels: 16, leaves: [0]),
  ]

  /// What the passes write.
  struct Result {
    var output: [Float]
    /// `[leaves, 2, channels]`.
    var statistics: [Float]
    var inputGradient: [Float]
    /// Gamma, beta, moving mean and moving variance.
    var targets: [[Float]]
  }

  /// Runs both passes.
  ///
  /// - Parameters:
  ///   - left: what gamma's gradient and the others are added to; nil overwrites what is there.
  ///   - inPlace: whether the gradient of the input takes the place of that of the output.
  ///   - wanted: whether anybody wants the gradients of gamma, beta and input.
  func result(
    by kernels: any KernelSet.Type, onto left: [[Float]]? = nil, inPlace: Bool = false, wanted: Bool = true
  ) -> Result {
    let (input, output) = (GuardedFloats(self.input, shift: 1), GuardedFloats(count: self.input.count, shift: 1))
    let (gamma, beta) = (GuardedFloats(gamma, shift: 1), GuardedFloats(beta))
    let statistics = GuardedFloats(count: 2 * leaves.count * channels, shift: 1)
    let (gradient, shares) = (GuardedFloats(outputGradient, shift: 1), GuardedFloats(shares))
    let inputGradient = inPlace ? gradient : GuardedFloats(count: self.input.count)
    let targets =
      left?.map { GuardedFloats($0, shift: 1) } ?? (0..<4).map { _ in GuardedFloats(count: channels, shift: 1) }
    LeafTable.with(sizes: leaves) { leaves in
      let pass = BatchNormalizationKernel(
        rowsPerImage: rowsPerImage, channels: channels, leaves: leaves, input: input.view, output: output.view,
        gamma: gamma.view, beta: beta.view, statistics: statistics.view, epsilon: epsilon, rectifies: rectifies)
      kernels.normalizeLeaves(pass)
      kernels.computeNormalizationGradient(
        BatchNormalizationGradient(
          pass, outputGradient: gradient.view, inputGradient: wanted ? inputGradient.view : nil, shares: shares.view,
          targets: .init(
            gamma: wanted ? targets[0].view : nil, beta: wanted ? targets[1].view : nil, mean: targets[2].view,
            variance: targets[3].view, accumulates: left != nil)))
    }
    for operand in [input, output, gamma, beta, statistics, gradient, shares, inputGradient] + targets {
      #expect(operand.overrun == nil, "\(kernels.name)")
    }
    return Result(
      output: output.array, statistics: statistics.array, inputGradient: inputGradient.array,
      targets: targets.map(\.array))
  }

  /// The case of one leaf.
  func alone(leaf: Int) -> NormalizationCase {
    var copy = self
    let places = places(ofLeaf: leaf)
    (copy.leaves, copy.shares) = ([leaves[leaf]], [shares[leaf]])
    (copy.input, copy.outputGradient) = (Array(input[places]), Array(outputGradient[places]))
    return copy
  }

  /// Where a leaf's numbers are.
  func places(ofLeaf leaf: Int) -> Range<Int> {
    let image = rowsPerImage * channels
    let first = leaves[..<leaf].reduce(0, +)
    return first * image..<(first + leaves[leaf]) * image
  }
}
