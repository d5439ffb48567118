import Benchmarks
import Testing

@Suite("Placement of ranks")
struct RankPlacementTests {
  /// Four cores with two hardware threads each.
  private let processors = Processors(count: 8, cores: 4, isWholeMachine: true, canCopyDirectly: true)

  @Test(
    "binds to cores where each thread can have one",
    arguments: [
      (1, 1, "--map-by core --bind-to core"), (4, 1, "--map-by core --bind-to core"),
      (2, 2, "--map-by slot:PE=2 --bind-to core"), (3, 2, "--map-by slot --bind-to none"),
      (5, 1, "--map-by slot --bind-to none --use-hwthread-cpus"),
      (9, 1, "--map-by slot --bind-to none --oversubscribe"),
    ])
  func arguments(ranks: Int, threads: Int, expected: String) {
    let placement = RankPlacement(ranks: ranks, threads: threads, processors: processors)
    #expect(placement.launcherArguments.joined(separator: " ") == "-n \(ranks) \(expected) --mca btl self,vader")
    #expect(placement.isOversubscribed == (ranks * threads > 4))
  }

  @Test("does as it is told", arguments: RankPlacement.Binding.allCases)
  func chosenBinding(binding: RankPlacement.Binding) {
    let placement = RankPlacement(ranks: 2, threads: 1, processors: processors, binding: binding)
    #expect(placement.binding == binding)
    #expect(placement.launcherArguments.contains(binding.rawValue))
  }

  @Test("binds to nothing where the machine is not ours alone")
  func partOfMachine() {
    let part = Processors(count: 4, cores: 4, isWholeMachine: false, canCopyDirectly: true)
    #expect(RankPlacement(ranks: 2, threads: 1, processors: part).binding == .none)
  }

  @Test("gives independent runs the cores that ranks would have")
  func independentRuns() {
    let cores = Processors(
      count: 8, cores: 4, threadsOfCores: [[0, 4], [1, 5], [2, 6], [3, 7]], isWholeMachine: true, canCopyDirectly: true)
    let placement = RankPlacement(ranks: 2, threads: 2, processors: cores)
    #expect(placement.processors(ofRun: 0) == [0, 4, 1, 5])
    #expect(placement.processors(ofRun: 1) == [2, 6, 3, 7])
    #expect(placement.ofOneRun.launcherArguments.starts(with: ["-n", "1", "--map-by", "slot", "--bind-to", "none"]))
    let unbound = RankPlacement(ranks: 2, threads: 2, processors: cores, binding: RankPlacement.Binding.none)
    #expect(unbound.processors(ofRun: 1) == nil)
  }

  @Test("copies through shared memory where the system forbids the direct way")
  func noDirectCopies() {
    let container = Processors(count: 2, cores: 2, isWholeMachine: true, canCopyDirectly: false)
    let arguments = RankPlacement(ranks: 2, threads: 1, processors: container).launcherArguments
    #expect(arguments.suffix(3) == ["--mca", "btl_vader_single_copy_mechanism", "none"])
  }
}
