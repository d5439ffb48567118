import KernelInterface
import Kernels
import Support
import Testing

/// All sets give the same bits: a run may move from one CPU to another and go on as if it had not.
@Suite("Bits of the kernel sets")
struct SameBitsTests {
  @Test("all sets write the same bits", arguments: KernelProbe.all)
  func sameBits(probe: KernelProbe) throws {
    let first = try #require(KernelRegistry.tested.first)
    let expected = probe.run(first.kernels)
    for other in KernelRegistry.tested.dropFirst() {
      let difference = firstDifference(probe.run(other.kernels), from: expected)
      #expect(difference == nil, "\(probe.name): \(other.name) differs from \(first.name)")
    }
  }
}
