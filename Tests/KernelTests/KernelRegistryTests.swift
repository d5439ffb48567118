import KernelInterface
import Kernels
import Support
import Testing

@Suite("Choice of a kernel set")
struct KernelRegistryTests {
  @Test("reports which sets the tests ran")
  func reportsTestedSets() {
    // In the log of every run, so that nobody takes a skip for a pass.
    print("kernel sets tested: \(KernelRegistry.tested.map(\.name).joined(separator: ", "))")
    for entry in KernelRegistry.all where !entry.isSupported {
      Issue.record("kernel set \(entry.name) skipped: this CPU does not run it", severity: .warning)
    }
    #expect(KernelRegistry.tested.last?.name == "portable", "the portable set runs on every CPU")
  }

  @Test("names are unique")
  func names() {
    #expect(Set(KernelRegistry.all.map(\.name)).count == KernelRegistry.all.count)
  }

  @Test("takes the first supported set by default", arguments: [[:], [KernelRegistry.variable: ""]])
  func takesBestByDefault(environment: [String: String]) throws {
    let chosen = try KernelRegistry.chosen(environment: environment)
    #expect(chosen.name == KernelRegistry.tested.first?.name)
  }

  @Test("takes the set that the variable names, in any case", arguments: KernelRegistry.all)
  func takesNamedSet(entry: KernelRegistry.Entry) throws {
    _ = try entry.kernelsOrSkip()
    for name in [entry.name, entry.name.uppercased()] {
      #expect(try KernelRegistry.chosen(environment: ["LOCKSTEP_KERNELS": name]).name == entry.name)
    }
  }

  @Test("refuses a set that this CPU does not run", arguments: KernelRegistry.all)
  func refusesUnsupportedSet(entry: KernelRegistry.Entry) throws {
    guard !entry.isSupported else { try Test.cancel("this CPU runs the kernel set \(entry.name)") }
    let error = try #require(throws: UnusableKernelSet.self) {
      try KernelRegistry.chosen(environment: [KernelRegistry.variable: entry.name])
    }
    #expect(error.name == entry.name)
  }

  @Test("refuses an unknown name and says which ones there are", arguments: ["sse9", "avx", " portable"])
  func refusesUnknownName(name: String) throws {
    let error = try #require(throws: UnusableKernelSet.self) {
      try KernelRegistry.chosen(environment: [KernelRegistry.variable: name])
    }
    let sets = KernelRegistry.tested.map(\.name).joined(separator: ", ")
    #expect(
      error.description == """
        LOCKSTEP_KERNELS=\(name): this program on this CPU has no such kernel set. \
        It can use: \(sets). Unset the variable to take the best one.
        """)
  }
}
