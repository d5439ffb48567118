import Foundation
import Network
import Support
import Testing

/// Softmax and cross-entropy against the C library's exp and log.
///
/// A dense layer whose kernel is zero gives its bias as logits.
@Suite("Engine: loss")
struct EngineLossTests {
  /// Logits as they come, and those that make exp or log work hardest.
  static let logits: [[Float]] = [
    [0, 0], [1, 2, 3], [-3, 0.5, 2.25, -0.125], [0, -0.34657359], [0, -0.3465736], [0, 0.69314718],
    [1e-8, -1e-8, 0], [12345.678, 12345.679, 12340], [-80, -81, -82.5], [100, 0, -100, -708, -745, -3000],
    [3e38, -3e38, 3e38], [0, -36.7], [0, -1e-30], Array(repeating: -5, count: 17),
    (0..<10).map { Float($0) / 7 }, (0..<33).map { Float(($0 * 7919) % 100) / 9 },
  ]

  @Test("the loss is that of the C library", arguments: logits)
  func loss(logits: [Float]) throws {
    for variant in EngineVariant.all {
      let runner = try Self.runner(logits, variant)
      for label in logits.indices {
        let found = runner.scores([Self.image(label)])[0].lossSum
        let expected = Self.loss(logits, label)
        // The sum of exponentials is off by some roundings for each, and so is its logarithm; the rest is relative.
        let tolerance = 1e-14 * expected.magnitude + 2 * Double(logits.count) * Double.ulpOfOne
        #expect(found == expected || (found - expected).magnitude <= tolerance, "\(variant), label \(label)")
        #expect(runner.leaf([Self.image(label)]).score.lossSum.bitPattern == found.bitPattern)
      }
    }
  }

  @Test("the loss is that of the C library for many random logits")
  func randomLogits() throws {
    let variant = EngineVariant.standard
    var generator = SeededGenerator(seed: 51)
    for round in 0..<300 {
      let logits = generator.floats(5, in: -Float(round) / 10 - 1...Float(round) / 10 + 1)
      let found = try Self.runner(logits, variant).scores([Self.image(0)])[0].lossSum
      let expected = Self.loss(logits, 0)
      let tolerance = 1e-14 * expected + 10 * Double.ulpOfOne
      #expect((found - expected).magnitude <= tolerance, "\(logits)")
    }
  }

  @Test("the gradient is softmax minus one-hot, rounded once", arguments: logits)
  func gradient(logits: [Float]) throws {
    let runner = try Self.runner(logits, EngineVariant.standard)
    let largest = logits.map(Double.init).max() ?? 0
    let exponentials = logits.map { exp(Double($0) - largest) }
    let total = exponentials.reduce(0, +)
    for label in logits.indices {
      let found = runner.tensors(of: runner.leaf([Self.image(label)]).gradient)[1]
      for (k, gradient) in found.enumerated() {
        let share = exponentials[k] / total
        // p − 1 loses what rounding p to Double has lost already.
        let expected = k == label ? share - 1 : share
        let tolerance = Double(Float.ulpOfOne) / 2 * expected.magnitude + 8 * Double.ulpOfOne * share
        let isClose = (Double(gradient) - expected).magnitude <= max(tolerance, Double(Float.leastNonzeroMagnitude))
        #expect(isClose, "label \(label), class \(k): found \(gradient), expected \(expected)")
      }
    }
  }

  @Test("a tie goes to the first class")
  func tie() throws {
    let runner = try Self.runner([1, 3, 3, -2], EngineVariant.standard)
    let correct = (0..<4).map { runner.scores([Self.image($0)])[0].correct }
    #expect(correct == [0, 1, 0, 0])
  }

  @Test(
    "logits that are no numbers give a loss that is none",
    arguments: [[Float.nan, 0, 1], [0, .nan, 1], [0, 1, .nan], [.infinity, 0, 1]])
  func notANumber(logits: [Float]) throws {
    let runner = try Self.runner(logits, EngineVariant.standard)
    for label in 0..<3 { #expect(!runner.scores([Self.image(label)])[0].lossSum.isFinite) }
  }

  private static func image(_ label: Int) -> EngineImage { EngineImage(pixels: [200], label: label, number: 0) }

  private static func loss(_ logits: [Float], _ label: Int) -> Double {
    let largest = logits.map(Double.init).max() ?? 0
    return log(logits.reduce(0) { $0 + exp(Double($1) - largest) }) - (Double(logits[label]) - largest)
  }

  private static func runner(_ logits: [Float], _ variant: EngineVariant) throws -> EngineRunner {
    let architecture = try Architecture(
      name: "fixture", inputShape: ImageShape(rows: 1, columns: 1, channels: 1),
      layers: [
        ("flatten", .flatten(Flatten())), ("dense", .dense(Dense(units: logits.count, activation: .softmax))),
      ])
    return EngineRunner(
      architecture, variant, parameters: [Array(repeating: 0, count: logits.count), logits])
  }
}
