import CounterRandom
import KernelInterface
import Network
import Testing

/// Initial weights: Glorot-uniform kernels from counters, zero biases.
@Suite("Engine: initial weights")
struct EngineInitializationTests {
  @Test("the limit is Glorot's", arguments: [(9, 288), (288, 576), (576, 64), (64, 10)])
  func limit(fanIn: Int, fanOut: Int) {
    let exact = (6 / Double(fanIn + fanOut)).squareRoot()
    #expect(Self.glorot(fanIn, fanOut) == .symmetric(limit: Float(exact)))
  }

  @Test("elements follow the documented formula", arguments: [0, 1, 2, 3, 4, 5, 1022, 1024, 4999])
  func formula(element: Int) {
    let generator = Philox(seed: 0xFEDC_BA98_7654_3210)
    let glorot = Self.glorot(30, 20)
    let tensor = 6
    // Purpose 1 in the low byte, the tensor's number above it.
    let counter = SIMD4<UInt32>(UInt32(element / 4), 0, 0, UInt32(tensor) << 8 | 1)
    let u = Double(generator.words(counter)[element % 4] >> 8) / 0x1p24
    let expected = Float(2 * u - 1) * Float((6.0 / 50).squareRoot())
    #expect(glorot.elements(count: 5000, tensor: tensor, generator: generator)[element] == expected)
  }

  @Test("an element does not depend on how many there are", arguments: [0, 1, 2, 3, 4, 5, 16, 17])
  func prefix(count: Int) {
    let (glorot, generator) = (Self.glorot(3, 4), Philox(seed: 1))
    let elements = glorot.elements(count: count, tensor: 2, generator: generator)
    #expect(elements == Array(glorot.elements(count: 100, tensor: 2, generator: generator).prefix(count)))
  }

  @Test("values fill the interval evenly", arguments: [UInt64(0), 2026, .max])
  func distribution(seed: UInt64) {
    let (glorot, count) = (Self.glorot(288, 576), 40_000)
    let values = glorot.elements(count: count, tensor: 2, generator: Philox(seed: seed)).map(Double.init)
    let limit = Double(Float((6 / Double(288 + 576)).squareRoot()))
    #expect(values.allSatisfy { -limit <= $0 && $0 < limit })
    // Five standard deviations of the mean of x and of x², which are limit / √3 and limit² · √(4 / 45) for one value.
    let mean = values.reduce(0, +) / Double(count)
    #expect(mean.magnitude < 5 * limit / (3 * Double(count)).squareRoot())
    let variance = values.reduce(0) { $0 + $1 * $1 } / Double(count)
    #expect((variance - limit * limit / 3).magnitude < 5 * limit * limit * (4.0 / 45 / Double(count)).squareRoot())
    // A quarter of the values in each quarter of the interval.
    for quarter in 0..<4 {
      let start = limit * (Double(quarter) / 2 - 1)
      let share = Double(values.count { start <= $0 && $0 < start + limit / 2 }) / Double(count)
      #expect((share - 0.25).magnitude < 5 * (0.1875 / Double(count)).squareRoot())
    }
  }

  @Test("seeds and tensors have weights of their own")
  func independence() {
    let glorot = Self.glorot(9, 288)
    let draws = [(0, UInt64(1)), (1, 1), (2, 1), (0, 2), (0, 1 << 32 | 1)].map { tensor, seed in
      glorot.elements(count: 64, tensor: tensor, generator: Philox(seed: seed))
    }
    #expect(Set(draws).count == draws.count)
  }

  @Test("presets start with Glorot's kernels, scales of 1, zero biases and padding", arguments: Preset.all.map(\.name))
  func presets(name: String) throws {
    let architecture = try #require(Preset.named(name)).architecture()
    let network = Network(architecture, kernels: EngineVariant.standard.kernels, capacity: 1)
    let parameters = network.initialParameters(seed: 9)
    #expect(parameters.count == network.layout.floatCount)
    #expect(network.layout.parameterCount == architecture.parameterCount)
    let expected = FloatBuffer(count: parameters.count)
    for (number, placement) in network.layout.tensors.enumerated() {
      if architecture.tensors[number].initializer == .ones {
        placement.place(Array(repeating: 1, count: placement.elementCount), into: expected.view)
      }
      guard placement.shape.count > 1 else { continue }
      let window = placement.shape.dropLast(2).reduce(1, *)
      let axes = placement.shape.suffix(2).map { $0 * window }
      let values = Self.glorot(axes[0], axes[1])
        .elements(count: placement.elementCount, tensor: number, generator: Philox(seed: 9))
      placement.place(values, into: expected.view)
      #expect(placement.elements(of: expected.view) == values)
    }
    // What no kernel has been placed on is zero: biases and padding.
    #expect(parameters.view.array == expected.view.array)
  }

  private static func glorot(_ fanIn: Int, _ fanOut: Int) -> InitialValues {
    InitialValues(.glorotUniform(), fanIn: fanIn, fanOut: fanOut)
  }
}
