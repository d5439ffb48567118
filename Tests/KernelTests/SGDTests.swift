import KernelInterface
import Kernels
import Support
import Testing

@Suite("Gradient descent")
struct SGDTests {
  @Test("one step has the bits of the formula", arguments: KernelRegistry.all, SGDCase.all)
  func step(entry: KernelRegistry.Entry, sgd: SGDCase) throws {
    let kernels = try entry.kernelsOrSkip()
    for length in [0, 16, 48, 1600] {
      let state = SGDState.random(length, seed: 25)
      for shift in [0, 1] {
        let found = sgd.stepped(by: kernels, state, shift: shift)
        #expect(
          firstDifference(found.all, from: sgd.expected(state).all) == nil, "\(kernels.name), \(length), shift \(shift)"
        )
      }
    }
  }
}
