import KernelInterface
import Network
import Support
import Testing
import Training

/// Weights are brought to what Keras' constraints say, in any layout of the kernels.
@Suite("Weight constraints")
struct WeightConstraintTests {
  /// A constraint, a tensor's shape, and which elements share a norm: those with the same value of `group`.
  struct Case: Sendable, CustomTestStringConvertible {
    let constraint: WeightConstraint
    let shape: [Int]
    var isOutputMajor = false
    let group: @Sendable (_ element: Int) -> Int
    /// What becomes of a norm.
    let wanted: @Sendable (Double) -> Double

    var testDescription: String { "\(constraint) of \(shape)" }
  }

  static let cases = [
    Case(
      constraint: WeightConstraint(.maximumNorm(1.5), axes: [0, 1, 2]), shape: [3, 2, 4, 18], group: { $0 % 18 },
      wanted: { min($0, 1.5) }),
    Case(
      constraint: WeightConstraint(.maximumNorm(1.5), axes: [0, 1, 2]), shape: [3, 2, 4, 18], isOutputMajor: true,
      group: { $0 % 18 }, wanted: { min($0, 1.5) }),
    Case(constraint: WeightConstraint(.unitNorm), shape: [40, 7], group: { $0 % 7 }, wanted: { _ in 1 }),
    Case(constraint: WeightConstraint(.unitNorm, axes: [-1]), shape: [40, 7], group: { $0 / 7 }, wanted: { _ in 1 }),
    Case(
      constraint: WeightConstraint(.maximumNorm(0.5)), shape: [3, 2, 4, 5], group: { $0 % 40 }, wanted: { min($0, 0.5) }
    ),
    Case(
      constraint: WeightConstraint(.normRange(lowest: 2, highest: 3, rate: 0.25), axes: [1]), shape: [5, 30],
      group: { $0 / 30 }, wanted: { 0.25 * min(max($0, 2), 3) + 0.75 * $0 }),
    Case(constraint: WeightConstraint(.unitNorm), shape: [9], group: { _ in 0 }, wanted: { _ in 1 }),
  ]

  @Test("norms", arguments: cases)
  func norms(example: Case) throws {
    let (layout, placement) = Self.layout(example.constraint, example.shape, isOutputMajor: example.isOutputMajor)
    var generator = SeededGenerator(seed: 31)
    let initial = generator.floats(placement.elementCount, in: -1...1)
    let parameters = FloatBuffer(count: layout.floatCount)
    placement.place(initial, into: parameters.view)
    try #require(WeightConstraints(layout)).apply(to: parameters.view)
    let groups = Dictionary(grouping: initial.indices, by: example.group)
    let found = placement.elements(of: parameters.view)
    for members in groups.values {
      let norm = members.reduce(0) { $0 + Double(initial[$1]) * Double(initial[$1]) }.squareRoot()
      for element in members {
        let expected = Double(initial[element]) * example.wanted(norm) / (1e-7 + norm)
        #expect((Double(found[element]) - expected).magnitude <= 2e-7 * expected.magnitude, "element \(element)")
      }
    }
    // Padding stays zero.
    let sum = parameters.view.array.reduce(0) { $0 + Double($1.magnitude) }
    #expect((sum - found.reduce(0) { $0 + Double($1.magnitude) }).magnitude < 1e-9)
  }

  @Test("negative weights become zero, others stay")
  func notNegative() throws {
    let (layout, placement) = Self.layout(WeightConstraint(.notNegative), [6, 5])
    var generator = SeededGenerator(seed: 32)
    let initial = generator.floats(30, in: -1...1)
    let parameters = FloatBuffer(count: layout.floatCount)
    placement.place(initial, into: parameters.view)
    try #require(WeightConstraints(layout)).apply(to: parameters.view)
    #expect(placement.elements(of: parameters.view) == initial.map { max($0, 0) })
  }

  @Test("there is nothing to do without constraints")
  func none() {
    var layout = ParameterLayout()
    _ = layout.append(TensorDescription(name: "a.kernel", shape: [2, 3], initializer: .zeros))
    #expect(WeightConstraints(layout).map { _ in true } == nil)
  }

  private static func layout(
    _ constraint: WeightConstraint, _ shape: [Int], isOutputMajor: Bool = false
  ) -> (ParameterLayout, TensorPlacement) {
    var layout = ParameterLayout()
    _ = layout.append(TensorDescription(name: "other.bias", shape: [3], initializer: .zeros))
    let tensor = TensorDescription(
      name: "a.kernel", shape: shape, initializer: .glorotUniform(), role: .trained(.none, constraint))
    let padded = isOutputMajor ? roundedUpToLanes(shape[2]) : nil
    let placement = layout.append(tensor, paddedRows: padded, isOutputMajor: isOutputMajor)
    return (layout, placement)
  }
}
