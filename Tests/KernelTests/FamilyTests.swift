import KernelInterface
import Kernels
import Support
import Testing

/// Sets of one family give the same bits: a run may move from one CPU to another and go on as if it had not.
@Suite("Families of kernel sets")
struct FamilyTests {
  @Test("all sets of a family write the same bits", arguments: KernelProbe.all)
  func sameBits(probe: KernelProbe) {
    for (family, entries) in Dictionary(grouping: KernelRegistry.tested, by: { $0.kernels.family }) {
      guard let first = entries.first, entries.count > 1 else { continue }
      let expected = probe.run(first.kernels)
      for other in entries.dropFirst() {
        let difference = firstDifference(probe.run(other.kernels), from: expected)
        #expect(difference == nil, "\(probe.name), family \(family): \(other.name) differs from \(first.name)")
      }
    }
  }
}
