import Foundation
import Network
import Testing
import Training

/// Learning rates as a function of the step.
@Suite("Learning-rate schedules")
struct LearningRateScheduleTests {
  /// The factor of every step of three epochs of four steps.
  private static func factors(_ shape: LearningRateSchedule.Shape, warmupEpochs: Double = 0) -> [Double] {
    let schedule = LearningRateSchedule(shape, warmupEpochs: warmupEpochs)
    return (0..<12).map { schedule.factor(step: $0, stepsPerEpoch: 4, epochs: 3) }
  }

  private static func expect(_ found: [Double], _ expected: [Double], location: SourceLocation = #_sourceLocation) {
    #expect(found.count == expected.count, sourceLocation: location)
    for (found, expected) in zip(found, expected) {
      #expect((found - expected).magnitude < 1e-15, "\(found), \(expected)", sourceLocation: location)
    }
  }

  @Test("constant") func constant() {
    Self.expect(Self.factors(.constant), Array(repeating: 1, count: 12))
  }

  @Test("warm-up rises from nothing to the whole, over parts of an epoch too")
  func warmUp() {
    Self.expect(Self.factors(.constant, warmupEpochs: 1), [0.25, 0.5, 0.75] + Array(repeating: 1, count: 9))
    Self.expect(Self.factors(.constant, warmupEpochs: 0.6), [1 / 2.4, 2 / 2.4] + Array(repeating: 1, count: 10))
    let whole = Self.factors(.constant, warmupEpochs: 3)
    Self.expect(whole, (1...12).map { Double($0) / 12 })
  }

  @Test("cosine is Keras' CosineDecay", arguments: [0, 0.1])
  func cosine(final: Double) {
    func decayed(_ share: Double) -> Double { (1 - final) * 0.5 * (1 + cos(.pi * share)) + final }
    Self.expect(Self.factors(.cosine(finalFactor: final)), (0..<12).map { decayed(Double($0) / 12) })
    Self.expect(
      Self.factors(.cosine(finalFactor: final), warmupEpochs: 1),
      [0.25, 0.5, 0.75, 1] + (0..<8).map { decayed(Double($0) / 8) })
  }

  @Test("step is Keras' ExponentialDecay with staircase")
  func step() {
    Self.expect(
      Self.factors(.step(epochs: 1, factor: 0.5)),
      Array(repeating: 1, count: 4) + Array(repeating: 0.5, count: 4) + Array(repeating: 0.25, count: 4))
    Self.expect(
      Self.factors(.step(epochs: 0.5, factor: 0.1)), (0..<12).map { pow(0.1, Double($0 / 2)) })
  }

  @Test("one-cycle is PyTorch's OneCycleLR, two phases of a cosine")
  func oneCycle() {
    func wave(_ start: Double, _ end: Double, _ share: Double) -> Double {
      end + (start - end) / 2 * (1 + cos(.pi * share))
    }
    // torch: pct_start 0.25 of 12 steps ends at step 2; the rest has 9.
    Self.expect(
      Self.factors(.oneCycle(peak: 0.25, initialFactor: 0.04, finalFactor: 1e-3)),
      [wave(0.04, 1, 0), wave(0.04, 1, 0.5)] + (0...9).map { wave(1, 1e-3, Double($0) / 9) })
    let falling = Self.factors(.oneCycle(peak: 0, initialFactor: 0.5, finalFactor: 0))
    Self.expect(falling, (0..<12).map { wave(1, 0, Double($0) / 11) })
    let rising = Self.factors(.oneCycle(peak: 1, initialFactor: 0.5, finalFactor: 0))
    Self.expect(rising, (0..<12).map { wave(0.5, 1, Double($0) / 11) })
  }

  @Test(
    "a run of one step has a rate",
    arguments: [
      LearningRateSchedule.Shape.constant, .cosine(finalFactor: 0), .step(epochs: 1, factor: 0.1),
      .oneCycle(peak: 0.3, initialFactor: 0.04, finalFactor: 0),
    ])
  func oneStep(shape: LearningRateSchedule.Shape) {
    #expect(LearningRateSchedule(shape).factor(step: 0, stepsPerEpoch: 1, epochs: 1) == 1)
  }

  @Test("the cosine is the library's to the last bits, and exact at its ends")
  func cosineOfHalfTurns() {
    #expect([0, 0.5, 1].map(ElementaryFunctions.cosine(halfTurns:)) == [1, 0, -1])
    for step in 0...1000 {
      let x = Double(step) / 1000
      #expect((ElementaryFunctions.cosine(halfTurns: x) - cos(.pi * x)).magnitude < 4e-16, "\(x)")
    }
  }
}
