import Foundation
import KernelInterface
import Kernels
import Support
import Testing

/// The kernels' own elementary functions against the C library in Double, over all Floats that they take.
@Suite("Elementary functions")
struct ElementaryTests {
  /// Both signs of every order of magnitude, and many where the functions bend; whole vectors.
  static let arguments: [Float] = {
    var generator = SeededGenerator(seed: 81)
    var magnitudes: [Float] = []
    for exponent in -149...127 {
      for significand in generator.floats(16, in: 1...1.999) {
        magnitudes.append(Float(sign: .plus, exponent: exponent, significand: significand))
      }
    }
    for largest in [1, 6, 20, 100] as [Float] { magnitudes += generator.floats(16_000, in: 0...largest) }
    return magnitudes + magnitudes.map { -$0 }
  }()

  /// A function of vectors, the same in Double, and how far they may be apart.
  struct Function: Sendable, CustomTestStringConvertible {
    let name: String
    let range: ClosedRange<Float>
    let lanes: @Sendable (any KernelSet.Type, Lanes) -> Lanes
    let exact: @Sendable (Double) -> Double
    /// In ulp of the exact result.
    var ulps = 0.0
    var absolute = 0.0

    var testDescription: String { name }
  }

  private static let all: ClosedRange<Float> = -.greatestFiniteMagnitude ... .greatestFiniteMagnitude

  static let functions = [
    Function(name: "exp", range: -87...87, lanes: { $0.exp($1) }, exact: { exp($0) }, ulps: 1),
    Function(name: "tanh", range: all, lanes: { $0.tanh($1) }, exact: { tanh($0) }, ulps: 1.5),
    Function(
      name: "sigmoid", range: -87 ... .greatestFiniteMagnitude, lanes: { $0.sigmoid($1) },
      exact: { 1 / (1 + exp(-$0)) }, ulps: 2.5),
    Function(
      name: "normal distribution", range: all, lanes: { $0.normalDistribution($1) },
      exact: { 0.5 * erfc(-$0 / 2.squareRoot()) }, absolute: 3e-7),
  ]

  @Test("errors are as small as documented", arguments: KernelRegistry.all, functions)
  func accuracy(entry: KernelRegistry.Entry, function: Function) throws {
    let kernels = try entry.kernelsOrSkip()
    let arguments = Self.arguments.filter(function.range.contains)
    let found = Self.values(arguments) { function.lanes(kernels, $0) }
    let expected = arguments.map { x in
      let value = function.exact(Double(x))
      // Below the normal numbers an ulp is the smallest one's.
      let ulp = Double(max(Float(value).ulp, Float.leastNormalMagnitude.ulp))
      return ExpectedValue(value, tolerance: function.ulps * ulp + function.absolute)
    }
    #expect(firstDeviation(found, from: expected) == nil, "\(kernels.name)")
  }

  @Test("numbers at the end of the scale", arguments: KernelRegistry.all)
  func edges(entry: KernelRegistry.Entry) throws {
    let kernels = try entry.kernelsOrSkip()
    func all(_ x: Float) -> [Float] {
      Self.functions.map { function in Self.values([x]) { function.lanes(kernels, $0) }[0] }
    }
    let (least, most) = (kernels.exp(Lanes(repeating: -87))[0], kernels.exp(Lanes(repeating: 87))[0])
    for x in [.infinity, .greatestFiniteMagnitude, 1e20] as [Float] {
      #expect(all(x) == [most, 1, 1, 1], "\(kernels.name), \(x)")
    }
    for x in [-.infinity, -.greatestFiniteMagnitude, -1e20] as [Float] {
      let found = all(x)
      #expect(found[0] == least && found[1] == -1 && found[3] == 0, "\(kernels.name), \(x)")
      #expect(found[2] > 0 && found[2] < 2e-38, "\(kernels.name), \(x)")
    }
    for x in [0, -0.0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude] as [Float] {
      #expect(all(x) == [1, x, 0.5, 0.5], "\(kernels.name), \(x)")
    }
    #expect(all(.nan).allSatisfy { $0.isNaN }, "\(kernels.name)")
    #expect(all(-.nan).allSatisfy { $0.isNaN }, "\(kernels.name)")
  }

  @Test("lanes do not meet", arguments: KernelRegistry.all, functions)
  func lanes(entry: KernelRegistry.Entry, function: Function) throws {
    let kernels = try entry.kernelsOrSkip()
    for lane in 0..<Lanes.width {
      var x = Lanes(repeating: .nan)
      x[lane] = 0.75
      let y = function.lanes(kernels, x)
      #expect(y[lane] == function.lanes(kernels, Lanes(repeating: 0.75))[0], "\(kernels.name)")
      #expect((0..<Lanes.width).allSatisfy { $0 == lane || y[$0].isNaN }, "\(kernels.name)")
    }
  }

  /// What `function` makes of each number.
  private static func values(_ arguments: [Float], _ function: (Lanes) -> Lanes) -> [Float] {
    var values: [Float] = []
    values.reserveCapacity(arguments.count)
    for first in stride(from: 0, to: arguments.count, by: Lanes.width) {
      let count = min(Lanes.width, arguments.count - first)
      var x = Lanes.zero
      for lane in 0..<count { x[lane] = arguments[first + lane] }
      let y = function(x)
      for lane in 0..<count { values.append(y[lane]) }
    }
    return values
  }
}
