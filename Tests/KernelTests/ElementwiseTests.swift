import KernelInterface
import Kernels
import Support
import Testing

/// Kernels of one exact or once-rounded operation for each element: every set gives every bit of the reference.
@Suite("Element-wise kernels")
struct ElementwiseTests {
  @Test("add", arguments: KernelRegistry.all, [0, 1, 15, 16, 17, 33, 48, 1601])
  func add(entry: KernelRegistry.Entry, count: Int) throws {
    let kernels = try entry.kernelsOrSkip()
    var generator = SeededGenerator(seed: 15)
    let (addend, target) = (generator.floats(count), generator.floats(count))
    // The sum of two floats fits a Double, or its second rounding does not change the first.
    let expected = zip(target, addend).map { Float(Double($0) + Double($1)) }
    for shift in [0, 1] {
      let (source, found) = (GuardedFloats(addend), GuardedFloats(target, shift: shift))
      kernels.add(source.view, to: found.view)
      #expect(firstDifference(found.array, from: expected) == nil, "\(kernels.name), \(count), shift \(shift)")
      #expect(found.overrun == nil && source.overrun == nil)
    }
  }

  @Test("add to both, and move", arguments: KernelRegistry.all, [0, 16, 48, 1600])
  func takeOver(entry: KernelRegistry.Entry, count: Int) throws {
    let kernels = try entry.kernelsOrSkip()
    var generator = SeededGenerator(seed: 17)
    let (left, right) = (generator.floats(count), generator.floats(count))
    let sum = zip(left, right).map { $0 + $1 }
    for shift in [0, 1] {
      let (a, b) = (GuardedFloats(left, shift: shift), GuardedFloats(right))
      kernels.addToBoth(a.view, b.view)
      let target = GuardedFloats(count: count, shift: shift)
      kernels.move(b.view, into: target.view)
      for found in [a, target] { #expect(firstDifference(found.array, from: sum) == nil, "\(kernels.name), \(count)") }
      #expect(b.array.allSatisfy { $0 == 0 })
      for operand in [a, b, target] { #expect(operand.overrun == nil) }
    }
  }

  @Test("multiply elements, also in place", arguments: KernelRegistry.all, [0, 16, 48, 64, 1600])
  func multiplyElements(entry: KernelRegistry.Entry, count: Int) throws {
    let kernels = try entry.kernelsOrSkip()
    var generator = SeededGenerator(seed: 16)
    let (left, right) = (generator.floats(count), generator.floats(count))
    let expected = zip(left, right).map { Float(Double($0) * Double($1)) }
    for shift in [0, 1] {
      let (a, b) = (GuardedFloats(left, shift: shift), GuardedFloats(right))
      let target = GuardedFloats(count: count, shift: shift)
      kernels.multiplyElements(a.view, b.view, into: target.view)
      #expect(firstDifference(target.array, from: expected) == nil, "\(kernels.name), \(count), shift \(shift)")
      kernels.multiplyElements(a.view, b.view, into: a.view)
      #expect(firstDifference(a.array, from: expected) == nil, "\(kernels.name), \(count), in place")
      for operand in [a, b, target] { #expect(operand.overrun == nil) }
    }
  }

  @Test("blend: both products rounded, and their sum", arguments: KernelRegistry.all, [0, 16, 48, 1600])
  func blend(entry: KernelRegistry.Entry, count: Int) throws {
    let kernels = try entry.kernelsOrSkip()
    var generator = SeededGenerator(seed: 17)
    let (addend, target) = (generator.floats(count), generator.floats(count))
    for (share, rest) in [(Float(0.01), Float(0.99)), (1, 0.970299), (1, 0)] {
      let expected = zip(target, addend).map { $0 * rest + $1 * share }
      for shift in [0, 1] {
        let (source, found) = (GuardedFloats(addend), GuardedFloats(target, shift: shift))
        kernels.blend(source.view, share: share, into: found.view, keeping: rest)
        #expect(firstDifference(found.array, from: expected) == nil, "\(kernels.name), \(count), shift \(shift)")
        #expect(found.overrun == nil && source.overrun == nil)
      }
    }
  }

  @Test("sum of squares: sixteen sums in double precision, added half to half", arguments: KernelRegistry.all)
  func sumSquares(entry: KernelRegistry.Entry) throws {
    let kernels = try entry.kernelsOrSkip()
    var generator = SeededGenerator(seed: 18)
    for count in [0, 16, 48, 1600] {
      let (parameters, sum) = (generator.floats(count), generator.floats(count, in: -1e6...1e6))
      var sums = [Double](repeating: 0, count: 16)
      for index in 0..<count {
        let gradient = Double(sum[index] * 0.01 + parameters[index] * 2.5)
        sums[index % 16] += gradient * gradient
      }
      for half in [8, 4, 2, 1] { for lane in 0..<half { sums[lane] += sums[lane + half] } }
      for shift in [0, 1] {
        let (w, s) = (GuardedFloats(parameters, shift: shift), GuardedFloats(sum))
        let found = kernels.sumSquares(
          PenalizedGradient(parameters: w.view, sum: s.view, scale: 0.01, penalty: 2.5))
        #expect(found == sums[0], "\(kernels.name), \(count), shift \(shift)")
      }
    }
  }

  @Test("mask by positive", arguments: KernelRegistry.all, [0, 16, 48, 64, 1600])
  func computeRectifierGradient(entry: KernelRegistry.Entry, count: Int) throws {
    let kernels = try entry.kernelsOrSkip()
    // Only a positive output lets a gradient pass: not zero of either sign, not what is not a number.
    let outputs: [(value: Float, passes: Bool)] = [
      (1, true), (0, false), (-0.0, false), (-1, false), (.nan, false), (.infinity, true), (-.infinity, false),
      (.leastNonzeroMagnitude, true), (-.leastNonzeroMagnitude, false),
    ]
    let gradients: [Float] = [2, -3, 0, -0.0, .infinity, .nan, .leastNonzeroMagnitude]
    let pairs = (0..<count).map { (outputs[$0 % outputs.count], gradients[$0 % gradients.count]) }
    for shift in [0, 1] {
      let gradient = GuardedFloats(pairs.map { $1 }, shift: shift)
      let output = GuardedFloats(pairs.map { $0.0.value }, shift: shift)
      kernels.computeRectifierGradient(gradient: gradient.view, output: output.view)
      let difference = firstDifference(gradient.array, from: pairs.map { $0.passes ? $1 : 0 })
      #expect(difference == nil, "\(kernels.name), \(count), shift \(shift)")
      #expect(gradient.overrun == nil && output.overrun == nil)
    }
  }

  @Test("normalize: each byte / 255, rounded once", arguments: KernelRegistry.all)
  func normalize(entry: KernelRegistry.Entry) throws {
    let kernels = try entry.kernelsOrSkip()
    let bytes = (0...UInt8.max) + (0...UInt8.max).reversed()
    for count in [0, 1, 15, 16, 17, 255, 256, 500, 512] {
      let source = Array(bytes.prefix(count))
      let target = GuardedFloats(count: count, shift: count % 2)
      kernels.normalize(bytes: source.span, into: target.view)
      let difference = firstDifference(target.array, from: source.map { Float($0) / 255 })
      #expect(difference == nil, "\(kernels.name), \(count) bytes")
      #expect(target.overrun == nil)
    }
  }
}
