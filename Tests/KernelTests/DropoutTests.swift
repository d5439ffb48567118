import CounterRandom
import KernelInterface
import Kernels
import Support
import Testing

@Suite("Dropout")
struct DropoutTests {
  /// Whole vectors that do and do not fill the 128 elements of a group of counters; the last is lab-003's.
  static let lengths = [0, 16, 32, 48, 64, 80, 112, 128, 144, 240, 1600]
  static let keeps = [1, 0.75, 0.5, 0.2, 1.0 / 3, 1 - 0x1p-16, 1 - 0x1p-32, 0x1p-16, 0x1p-32]

  @Test("the mask follows its formula bit by bit", arguments: KernelRegistry.all, keeps)
  func mask(entry: KernelRegistry.Entry, keep: Double) throws {
    let kernels = try entry.kernelsOrSkip()
    for length in Self.lengths {
      for (seed, image, epoch, layer) in [
        (0, 0, 0, 0), (7, 59_999, 19, 3), (UInt64.max, UInt32.max, UInt32.max, 0xFF_FFFF),
      ] as [(UInt64, UInt32, UInt32, Int)] {
        let reference = ReferenceDropout(
          generator: Philox(seed: seed), image: image, epoch: epoch,
          purposeAndLayer: RandomPurpose.dropout.word(layer: layer), keep: keep)
        expectFormula(reference, length: length, kernels)
      }
    }
  }

  @Test("a half-word at the threshold drops its element, one below keeps it", arguments: KernelRegistry.all)
  func threshold(entry: KernelRegistry.Entry) throws {
    let kernels = try entry.kernelsOrSkip()
    var reference = Self.reference(keep: 1)
    for element in [0, 17, 34, 51, 64, 79] {
      let half = reference.half(of: element)
      for (limit, keeps) in [(Double(half), false), (Double(half) + 1, true)] {
        reference.keep = limit / 0x1p16
        let found = reference.dropped(by: kernels, input: Array(repeating: 1, count: 80))
        #expect((found.mask[element] != 0) == keeps, "\(kernels.name), element \(element), keep \(reference.keep)")
      }
    }
  }

  @Test("keeping everything changes nothing", arguments: KernelRegistry.all)
  func keepAll(entry: KernelRegistry.Entry) throws {
    let kernels = try entry.kernelsOrSkip()
    var generator = SeededGenerator(seed: 8)
    let input = generator.floats(144)
    let found = Self.reference(keep: 1).dropped(by: kernels, input: input)
    #expect(firstDifference(found.output, from: input) == nil)
    #expect(found.mask == Array(repeating: 1, count: 144))
  }

  @Test("works in place", arguments: KernelRegistry.all)
  func inPlace(entry: KernelRegistry.Entry) throws {
    let kernels = try entry.kernelsOrSkip()
    var generator = SeededGenerator(seed: 9)
    let input = generator.floats(80)
    let reference = Self.reference(keep: 0.75)
    let expected = reference.dropped(by: kernels, input: input)
    let found = reference.dropped(by: kernels, input: input, inPlace: true, shift: 1)
    #expect(firstDifference(found.output, from: expected.output) == nil)
    #expect(firstDifference(found.mask, from: expected.mask) == nil)
  }

  @Test("each word of the counter changes the mask", arguments: KernelRegistry.all)
  func words(entry: KernelRegistry.Entry) throws {
    let kernels = try entry.kernelsOrSkip()
    let base = Self.reference(keep: 0.5)
    var others = Array(repeating: base, count: 4)
    others[0].generator = Philox(seed: 8)
    others[1].image += 1
    others[2].epoch += 1
    others[3].purposeAndLayer = RandomPurpose.dropout.word(layer: 5)
    let masks = ([base] + others).map {
      $0.dropped(by: kernels, input: Array(repeating: 1, count: 1600)).mask
    }
    #expect(Set(masks).count == 5)
    for mask in masks {
      // Binomial: 800 expected, standard deviation 20.
      let kept = mask.count { $0 != 0 }
      #expect((700...900).contains(kept), "\(kernels.name) kept \(kept) of 1600")
    }
  }

  private static func reference(keep: Double) -> ReferenceDropout {
    ReferenceDropout(
      generator: Philox(seed: 7), image: 41, epoch: 2, purposeAndLayer: RandomPurpose.dropout.word(layer: 4),
      keep: keep)
  }

  private func expectFormula(_ reference: ReferenceDropout, length: Int, _ kernels: any KernelSet.Type) {
    var generator = SeededGenerator(seed: 10)
    let input = generator.floats(length)
    let mask = reference.mask(count: length)
    let found = reference.dropped(by: kernels, input: input)
    let comment: Comment = "\(kernels.name), keep \(reference.keep), \(length) elements, image \(reference.image)"
    #expect(firstDifference(found.mask, from: mask) == nil, comment)
    let products = zip(input, mask).map { Float(Double($0) * Double($1)) }
    #expect(firstDifference(found.output, from: products) == nil, comment)
  }
}

extension ReferenceDropout {
  /// Mask and output as `kernels` compute them, on operands between guards.
  func dropped(
    by kernels: any KernelSet.Type, input: [Float], inPlace: Bool = false, shift: Int = 0
  ) -> (output: [Float], mask: [Float]) {
    let source = GuardedFloats(input, shift: shift)
    let output = inPlace ? source : GuardedFloats(count: input.count, shift: shift)
    let mask = GuardedFloats(count: input.count, shift: shift)
    kernels.dropOut(
      DropoutKernel(
        input: source.view, output: output.view, mask: mask.view, generator: generator, image: image, epoch: epoch,
        purposeAndLayer: purposeAndLayer, keep: keep))
    for operand in [source, output, mask] { #expect(operand.overrun == nil, "\(kernels.name)") }
    return (output.array, mask.array)
  }
}
