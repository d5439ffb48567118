import CounterRandom
import ExitCodes
import Foundation
import KernelInterface
import Kernels
import Network
import TextTables

/// Keras' JSON of a model.
struct KerasTarget: FuzzTarget {
  static let name = "keras-json"
  static let longest = 4096

  /// The most numbers, parameters and multiply-adds of a network that is computed, each about.
  private static let most = 1 << 12

  func read(_ input: [UInt8]) throws -> Outcome {
    var architecture: Architecture?
    var texts: [String] = []
    let outcome = try Outcome.of { architecture = try Architecture.decode(Data(input)) { texts.append($0) } }
    guard let architecture else { return outcome }
    for text in texts + [SummaryTable(architecture).text, ModelExplanation(architecture).text] {
      try require(text == text.printableLines, "more than plain text: \(text.debugDescription)")
    }
    let json = architecture.keras3JSON()
    let again = try Outcome.of {
      let copy = try Architecture.decode(Data(json.utf8))
      try require(copy == architecture, "\(json), read again, is \(copy), not \(architecture)")
    }
    try require(again == .accepted, "\(json) is \(again)")
    try compute(architecture)
    return outcome
  }

  /// All kernel sets must compute the same gradient of a small network, and none may trap.
  private func compute(_ architecture: Architecture) throws {
    let numbers = architecture.layers.map {
      ($0.inputShape + $0.outputShape).reduce(1, { $0.multipliedReportingOverflow(by: $1).partialValue })
    }
    guard architecture.parameterCount <= Self.most, numbers.allSatisfy({ (0...Self.most).contains($0) }) else { return }
    var expected: [UInt32]?
    for entry in KernelRegistry.all where entry.isSupported {
      let network = Network(architecture, kernels: entry.kernels, capacity: 3, imagesPerLeaf: 2)
      _ = PlanTable(network.plan).text
      let bits = gradient(network).map { $0.isNaN ? Float.nan.bitPattern : $0.bitPattern }
      try require(bits == expected ?? bits, "\(entry.name) computes other bits than the first kernels")
      expected = bits
    }
  }

  /// The gradient of a leaf of two images and one of one.
  private func gradient(_ network: Network) -> [Float] {
    let workspace = network.makeWorkspace()
    network.prepare(workspace, for: network.initialParameters(seed: 1))
    let count = network.architecture.inputShape.axes.reduce(1, *)
    for image in 0..<3 {
      // A spot on empty ground, whose borders take other paths.
      let pixels = (0..<count).map { $0 % 7 < 3 ? UInt8(truncatingIfNeeded: $0 * 31 + image * 50) : 0 }
      workspace.load(pixels: pixels.span, label: UInt8(image % 2), number: image)
      if image > 0 { workspace.endLeaf(followers: 2 - image) }
    }
    let gradient = FloatBuffer(count: network.layout.floatCount)
    network.backward(
      workspace, draw: RandomDraw(generator: Philox(seed: 1), epoch: 1), into: gradient.view, accumulates: false
    ) { _, _ in }
    return gradient.view.array
  }
}
