import CounterRandom
import Foundation
import Network
import Testing

/// Keras' initialisers: what is drawn has the moments and limits that Keras documents.
@Suite("Initial values")
struct InitialValuesTests {
  /// An initialiser as Keras' JSON has it, and what its numbers come to for a kernel [3, 3, 8, 4] (fans 72 and 36).
  struct Case: Sendable, CustomTestStringConvertible {
    let json: String
    var mean = 0.0
    let deviation: Double
    /// The farthest number from the mean.
    let farthest: Double

    var testDescription: String { json }
  }

  private static let truncated = 0.8796256610342398
  static let cases = [
    Case(json: #""glorot_uniform""#, deviation: (1.0 / 54).squareRoot(), farthest: (3.0 / 54).squareRoot()),
    normal(#""glorot_normal""#, (1.0 / 54).squareRoot()), normal(#""he_normal""#, (2.0 / 72).squareRoot()),
    Case(json: #""he_uniform""#, deviation: (2.0 / 72).squareRoot(), farthest: (6.0 / 72).squareRoot()),
    normal(#"{"class_name": "LecunNormal", "config": {"seed": 4}}"#, (1.0 / 72).squareRoot()),
    Case(json: #""lecun_uniform""#, deviation: (1.0 / 72).squareRoot(), farthest: (3.0 / 72).squareRoot()),
    Case(
      json: #"{"class_name": "RandomNormal", "config": {"mean": 1, "stddev": 0.5}}"#, mean: 1, deviation: 0.5,
      farthest: 3.5),
    Case(
      json: #"{"class_name": "RandomUniform", "config": {"minval": -1, "maxval": 3}}"#, mean: 1,
      deviation: 2 / 3.0.squareRoot(), farthest: 2),
    Case(json: #""TruncatedNormal""#, deviation: 0.05 * truncated, farthest: 0.1),
    Case(
      json: #"{"class_name": "VarianceScaling", "config": {"scale": 3, "mode": "fan_out", "distribution": "normal"}}"#,
      deviation: (3.0 / 36).squareRoot(), farthest: 2 * (3.0 / 36).squareRoot() / truncated),
    Case(
      json: #"{"class_name": "VarianceScaling", "config": {"distribution": "untruncated_normal"}}"#,
      deviation: (1.0 / 72).squareRoot(), farthest: 7 * (1.0 / 72).squareRoot()),
    Case(json: #""zeros""#, deviation: 0, farthest: 0), Case(json: #""ones""#, mean: 1, deviation: 0, farthest: 0),
    Case(json: #"{"class_name": "Constant", "config": {"value": 0.25}}"#, mean: 0.25, deviation: 0, farthest: 0),
  ]

  private static func normal(_ json: String, _ deviation: Double) -> Case {
    Case(json: json, deviation: deviation, farthest: 2 * deviation / truncated)
  }

  @Test("moments and limits", arguments: cases)
  func moments(initializer: Case) throws {
    let tensor = try #require(Self.architecture(initializer.json).tensors.first)
    let values = InitialValues(tensor.initializer, fanIn: tensor.fanIn, fanOut: tensor.fanOut)
    let count = 40_000
    let elements = values.elements(count: count, tensor: 2, generator: Philox(seed: 5)).map {
      Double($0) - initializer.mean
    }
    #expect(elements.allSatisfy { $0.magnitude <= initializer.farthest * (1 + 1e-6) })
    let mean = elements.reduce(0, +) / Double(count)
    let square = elements.reduce(0) { $0 + $1 * $1 } / Double(count)
    // Five deviations of the means of x and x², the latter at most that of a normal x.
    let rest = 1 / Double(count).squareRoot()
    #expect(mean.magnitude <= 5 * initializer.deviation * rest)
    let variance = initializer.deviation * initializer.deviation
    #expect((square - variance).magnitude <= 5 * variance * 2.0.squareRoot() * rest)
    // As many on either side.
    if variance > 0 { #expect((Double(elements.count { $0 > 0 }) - 20_000).magnitude < 500) }
  }

  @Test("read and written back", arguments: cases)
  func roundTrip(initializer: Case) throws {
    let architecture = try Self.architecture(initializer.json)
    #expect(try decode(architecture.keras3JSON()) == architecture)
  }

  @Test("normal numbers follow the documented formula, and lie evenly under its curve")
  func normalNumbers() {
    let generator = Philox(seed: 9)
    let values = InitialValues.normal(mean: 0, deviation: 1).elements(count: 40_000, tensor: 3, generator: generator)
    for element in [0, 1, 2, 3, 4, 1023, 39_999] {
      let words = generator.words(SIMD4<UInt32>(UInt32(element / 4), 0, 0, 3 << 8 | 1))
      let pair = element % 4 / 2 * 2
      let radius = (-2 * log((Double(words[pair]) + 1) / 0x1p32)).squareRoot()
      let angle = 2 * Double.pi * Double(words[pair + 1]) / 0x1p32
      let expected = radius * (element % 2 == 0 ? cos(angle) : sin(angle))
      #expect((Double(values[element]) - expected).magnitude <= 1e-6 * max(1, expected.magnitude))
    }
    for limit in [-2, -1, -0.5, 0, 0.5, 1, 2] as [Double] {
      let share = Double(values.count { Double($0) < limit }) / 40_000
      #expect((share - 0.5 * erfc(-limit / 2.squareRoot())).magnitude < 0.0125)
    }
  }

  @Test("a truncated number is the first of its attempts that is near enough")
  func attempts() {
    let generator = Philox(seed: 9)
    let all = InitialValues.normal(mean: 0, deviation: 1).elements(count: 4000, tensor: 3, generator: generator)
    let near = InitialValues.truncatedNormal(mean: 0, deviation: 1).elements(
      count: 4000, tensor: 3, generator: generator)
    for (number, value) in all.enumerated() where value.magnitude <= 2 { #expect(near[number] == value) }
    #expect(near.allSatisfy { $0.magnitude <= 2 } && near != all)
  }

  @Test(
    "tensors of every kind take one", arguments: ["bias", "gamma", "beta", "moving_mean", "moving_variance"])
  func otherTensors(name: String) throws {
    let className = name == "bias" ? "Conv2D" : "BatchNormalization"
    let options = name == "bias" ? #""filters": 2, "kernel_size": 1, "# : ""
    let layer = kerasLayer(
      className, options + #""\#(name)_initializer": {"class_name": "Constant", "config": {"value": 0.5}}"#)
    let architecture = try decode(kerasModel([kerasInput, layer] + kerasHead))
    let tensor = try #require(architecture.tensors.first { $0.name.hasSuffix("." + name) })
    #expect(tensor.initializer == Initializer(.constant(0.5)))
    #expect(try decode(architecture.keras3JSON()) == architecture)
  }

  private static func architecture(_ json: String) throws -> Architecture {
    let first = kerasLayer("Conv2D", #""filters": 8, "kernel_size": 1"#)
    let layer = kerasLayer("Conv2D", #""filters": 4, "kernel_size": 3, "kernel_initializer": \#(json)"#)
    let whole = try decode(kerasModel([kerasInput, first, layer] + kerasHead))
    return try Architecture(
      name: "one", inputShape: ImageShape(rows: 28, columns: 28, channels: 8),
      layers: whole.layers.dropFirst().map { ($0.name, $0.kind) })
  }
}
