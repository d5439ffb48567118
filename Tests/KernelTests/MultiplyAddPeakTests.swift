import KernelInterface
import Kernels
import Support
import Testing

/// The loop that kernels are measured by: it must do what it counts.
@Suite("Peak of multiply-adds")
struct MultiplyAddPeakTests {
  @Test("every accumulator takes every round", arguments: KernelRegistry.all, [0, 1, 2, 7])
  func sums(entry: KernelRegistry.Entry, rounds: Int) throws {
    let kernels = try entry.kernelsOrSkip()
    let target = GuardedFloats(count: Lanes.width)
    let accumulators = kernels.multiplyAddPeak(MultiplyAddPeak(rounds: 1, target: target.view)) / Lanes.width
    let done = kernels.multiplyAddPeak(
      MultiplyAddPeak(rounds: rounds, factor: 0.5, addend: 1, target: target.view))
    #expect(done == rounds * accumulators * Lanes.width)
    // Accumulator p begins with p; halves of small numbers are exact.
    let expected = (0..<accumulators).reduce(0.0) { sum, accumulator in
      sum + (0..<rounds).reduce(Double(accumulator)) { value, _ in 0.5 * value + 1 }
    }
    #expect(target.array == Array(repeating: Float(expected), count: Lanes.width))
    #expect(target.overrun == nil)
  }
}
