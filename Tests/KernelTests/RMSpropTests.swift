import KernelInterface
import Kernels
import Support
import Testing

@Suite("RMSprop")
struct RMSpropTests {
  @Test("one step has the bits of the formula", arguments: KernelRegistry.all, RMSpropCase.all)
  func step(entry: KernelRegistry.Entry, rmsprop: RMSpropCase) throws {
    let kernels = try entry.kernelsOrSkip()
    for length in [0, 16, 48, 1600] {
      let state = RMSpropState.random(length, seed: 27)
      for shift in [0, 1] {
        let found = rmsprop.stepped(by: kernels, state, shift: shift)
        #expect(
          firstDifference(found.all, from: rmsprop.expected(state).all) == nil,
          "\(kernels.name), \(length), shift \(shift)")
      }
    }
  }
}
