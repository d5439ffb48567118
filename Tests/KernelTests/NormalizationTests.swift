import KernelInterface
import Kernels
import Support
import Testing

@Suite("Batch normalisation")
struct NormalizationTests {
  @Test("both passes follow their formulas", arguments: KernelRegistry.all, NormalizationCase.all)
  func formulas(entry: KernelRegistry.Entry, normalization: NormalizationCase) throws {
    let kernels = try entry.kernelsOrSkip()
    let found = normalization.result(by: kernels)
    var targets: [[[BoundedValue]]] = []
    for leaf in normalization.leaves.indices {
      let places = normalization.places(ofLeaf: leaf)
      let expected = Expected(normalization, leaf: leaf, output: Array(found.output[places]))
      expect(Array(found.output[places]), expected.output, "\(kernels.name), output of leaf \(leaf)")
      expect(Array(found.inputGradient[places]), expected.inputGradient, "\(kernels.name), input of leaf \(leaf)")
      let width = 2 * normalization.channels
      let statistics = Array(found.statistics[leaf * width..<(leaf + 1) * width])
      expect(statistics, expected.statistics, "\(kernels.name), statistics of leaf \(leaf)")
      targets.append(expected.targets)
    }
    for tensor in 0..<4 {
      let sum = treeSum(targets.map { $0[tensor] }) { left, right in zip(left, right).map { $0 + $1 } }
      expect(found.targets[tensor], sum, "\(kernels.name), target \(tensor)")
    }
  }

  /// What a leaf gives.
  private struct Expected {
    let output: [BoundedValue]
    let statistics: [BoundedValue]
    let inputGradient: [BoundedValue]
    let targets: [[BoundedValue]]

    /// - Parameter output: as found: what a rectifier has let through.
    init(_ normalization: NormalizationCase, leaf: Int, output found: [Float]) {
      func bounded(_ values: some Sequence<Float>) -> [BoundedValue] { values.map { BoundedValue(Double($0)) } }
      let reference = ReferenceNormalization(
        gamma: bounded(normalization.gamma), beta: bounded(normalization.beta), epsilon: Double(normalization.epsilon))
      let places = normalization.places(ofLeaf: leaf)
      let input = bounded(normalization.input[places])
      let own = reference.statistics(of: input, images: normalization.leaves[leaf])
      let output = reference.output(input, own)
      self.output =
        normalization.rectifies ? output.map { $0.value < 0 ? BoundedValue(0, bound: $0.bound) : $0 } : output
      let passed = zip(normalization.outputGradient[places], found).map { d, y in
        normalization.rectifies && !(y > 0) ? 0 : d
      }
      let gradients = reference.gradients(of: bounded(passed), input: input, own)
      inputGradient = gradients.input
      statistics = own.map(\.mean) + own.map(\.variance)
      let share = BoundedValue(Double(normalization.shares[leaf]))
      targets = [gradients.gamma, gradients.beta, own.map { $0.mean * share }, own.map { $0.variance * share }]
    }
  }

  private func expect(_ found: [Float], _ expected: [BoundedValue], _ comment: Comment) {
    #expect(firstDeviation(found, from: expected.map(\.expected)) == nil, comment)
  }

  /// Half of each channel is 1 above the mean, half 1 below: with epsilon 3 the deviation is 2.
  @Test("numbers that need no rounding are exact", arguments: KernelRegistry.all, [false, true])
  func exact(entry: KernelRegistry.Entry, rectifies: Bool) throws {
    let kernels = try entry.kernelsOrSkip()
    var normalization = NormalizationCase(rowsPerImage: 8, channels: 32, leaves: [1, 4, 2], rectifies: rectifies)
    var generator = SeededGenerator(seed: 72)
    let (means, count) = (generator.smallIntegers(32, in: -9...9), normalization.input.count)
    let signs = (0..<count).map { Float(($0 / 32 + $0) % 2 == 0 ? 1 : -1) }
    normalization.epsilon = 3
    normalization.input = (0..<count).map { means[$0 % 32] + signs[$0] }
    (normalization.gamma, normalization.beta) = (generator.smallIntegers(32), generator.smallIntegers(32))
    normalization.outputGradient = generator.smallIntegers(count)
    let found = normalization.result(by: kernels)
    for leaf in normalization.leaves.indices {
      let places = normalization.places(ofLeaf: leaf)
      let rows = Float(places.count / 32)
      var (beta, gamma) = (Array(repeating: Float.zero, count: 32), Array(repeating: Float.zero, count: 32))
      var (outputs, passed): ([Float], [Float]) = ([], [])
      for index in places {
        let c = index % 32
        let output = signs[index] / 2 * normalization.gamma[c] + normalization.beta[c]
        outputs.append(rectifies ? max(output, 0) : output)
        passed.append(rectifies && output <= 0 ? 0 : normalization.outputGradient[index])
        beta[c] += passed[passed.count - 1]
        gamma[c] += passed[passed.count - 1] * signs[index] / 2
      }
      let gradients = places.map { index in
        let c = index % 32
        return normalization.gamma[c] / 2
          * (passed[index - places.lowerBound] - beta[c] / rows - signs[index] / 2 * gamma[c] / rows)
      }
      #expect(Array(found.output[places]) == outputs, "\(kernels.name), leaf \(leaf)")
      #expect(Array(found.inputGradient[places]) == gradients, "\(kernels.name), leaf \(leaf)")
      let statistics = Array(found.statistics[leaf * 64..<(leaf + 1) * 64])
      #expect(statistics == means + Array(repeating: 1, count: 32), "\(kernels.name), leaf \(leaf)")
      let alone = normalization.alone(leaf: leaf).result(by: kernels)
      #expect(alone.targets[0] == gamma && alone.targets[1] == beta, "\(kernels.name), leaf \(leaf)")
    }
  }

  @Test("a leaf has the same bits alone and in company", arguments: KernelRegistry.all, NormalizationCase.all)
  func company(entry: KernelRegistry.Entry, normalization: NormalizationCase) throws {
    let kernels = try entry.kernelsOrSkip()
    let found = normalization.result(by: kernels)
    let alone = normalization.leaves.indices.map { normalization.alone(leaf: $0).result(by: kernels) }
    #expect(firstDifference(found.output, from: alone.flatMap(\.output)) == nil, "\(kernels.name)")
    #expect(firstDifference(found.statistics, from: alone.flatMap(\.statistics)) == nil, "\(kernels.name)")
    #expect(firstDifference(found.inputGradient, from: alone.flatMap(\.inputGradient)) == nil, "\(kernels.name)")
    func add(_ left: [Float], _ right: [Float]) -> [Float] { zip(left, right).map { $0 + $1 } }
    var generator = SeededGenerator(seed: 73)
    let left = (0..<4).map { _ in generator.floats(normalization.channels) }
    let added = normalization.result(by: kernels, onto: left)
    for tensor in 0..<4 {
      let sum = treeSum(alone.map { $0.targets[tensor] }, add)
      #expect(firstDifference(found.targets[tensor], from: sum) == nil, "\(kernels.name), target \(tensor)")
      let difference = firstDifference(added.targets[tensor], from: add(left[tensor], sum))
      #expect(difference == nil, "\(kernels.name), target \(tensor) as a right child")
    }
  }

  @Test("gradients in place, and those that nobody wants", arguments: KernelRegistry.all, NormalizationCase.all)
  func inPlace(entry: KernelRegistry.Entry, normalization: NormalizationCase) throws {
    let kernels = try entry.kernelsOrSkip()
    let expected = normalization.result(by: kernels)
    let inPlace = normalization.result(by: kernels, inPlace: true)
    #expect(firstDifference(inPlace.inputGradient, from: expected.inputGradient) == nil, "\(kernels.name)")
    let unwanted = normalization.result(by: kernels, wanted: false)
    for tensor in 0..<4 {
      #expect(firstDifference(inPlace.targets[tensor], from: expected.targets[tensor]) == nil, "\(kernels.name)")
      guard tensor > 1 else { continue }
      #expect(firstDifference(unwanted.targets[tensor], from: expected.targets[tensor]) == nil, "\(kernels.name)")
    }
  }

  /// A sum of squares of such numbers would be off by more than the variance.
  @Test("a variance far from zero does not cancel", arguments: KernelRegistry.all)
  func offset(entry: KernelRegistry.Entry) throws {
    let kernels = try entry.kernelsOrSkip()
    var normalization = NormalizationCase(rowsPerImage: 49, channels: 16, leaves: [4, 4])
    normalization.input = normalization.input.map { 4096 + $0 / 4 }
    let found = normalization.result(by: kernels)
    for leaf in 0..<2 {
      for channel in 0..<16 {
        let values = normalization.places(ofLeaf: leaf).filter { $0 % 16 == channel }
          .map { Double(normalization.input[$0]) }
        let mean = values.reduce(0, +) / Double(values.count)
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
        let own = Double(found.statistics[(2 * leaf + 1) * 16 + channel])
        // A mean may be off by an ulp of 4096, 2⁻¹¹, and deviations that are summed by twice as much.
        let tolerance = 0x1p-10 * (variance.squareRoot() + 0x1p-10)
        #expect((own - variance).magnitude < tolerance, "\(kernels.name), \(own), \(variance)")
      }
    }
  }

  @Test("channels are scaled and shifted with one multiply-add", arguments: KernelRegistry.all, [16, 48, 64])
  func scaling(entry: KernelRegistry.Entry, channels: Int) throws {
    let kernels = try entry.kernelsOrSkip()
    var generator = SeededGenerator(seed: 74)
    for (rows, rectifies) in [(0, false), (1, true), (7, false), (7, true)] {
      let (values, scales, shifts) = (
        generator.floats(rows * channels), generator.floats(channels), generator.floats(channels)
      )
      let expected = values.enumerated().map { index, x in
        let (scale, shift) = (scales[index % channels], shifts[index % channels])
        let y = shift.addingProduct(x, scale)
        return rectifies && y < 0 ? 0 : y
      }
      for inPlace in [false, true] {
        let input = GuardedFloats(values, shift: 1)
        let output = inPlace ? input : GuardedFloats(count: values.count)
        let (scale, shift) = (GuardedFloats(scales, shift: 1), GuardedFloats(shifts))
        kernels.scaleChannels(
          ChannelScaling(
            rows: rows, channels: channels, input: input.view, output: output.view, scale: scale.view,
            shift: shift.view, rectifies: rectifies))
        #expect(firstDifference(output.array, from: expected) == nil, "\(kernels.name), \(rows) rows")
        for operand in [input, output, scale, shift] { #expect(operand.overrun == nil) }
      }
    }
  }
}
