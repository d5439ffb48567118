import Collectives
import Testing

@Suite("Placement of ranks")
struct RankPlacementTests {
  /// Four cores with two hardware threads each.
  private let processors = Processors(count: 8, cores: 4, isWholeMachine: true)

  @Test(
    "binds to cores where each thread can have one",
    arguments: [
      (1, 1, .core, .none), (4, 1, .core, .none), (2, 2, .core, .none), (3, 2, .none, .none),
      (5, 1, .none, .hardwareThreads), (9, 1, .none, .processors),
    ] as [(Int, Int, RankPlacement.Binding, RankPlacement.Crowding)])
  func binding(ranks: Int, threads: Int, binding: RankPlacement.Binding, crowding: RankPlacement.Crowding) {
    let placement = RankPlacement(ranks: ranks, threads: threads, processors: processors)
    #expect(placement.binding == binding)
    #expect(placement.crowding == crowding)
    #expect(placement.isOversubscribed == (ranks * threads > 4))
  }

  @Test("does as it is told", arguments: RankPlacement.Binding.allCases)
  func chosenBinding(binding: RankPlacement.Binding) {
    let placement = RankPlacement(ranks: 2, threads: 1, processors: processors, binding: binding)
    #expect(placement.binding == binding)
  }

  @Test("binds to nothing where the machine is not ours alone")
  func partOfMachine() {
    let part = Processors(count: 4, cores: 4, isWholeMachine: false)
    #expect(RankPlacement(ranks: 2, threads: 1, processors: part).binding == .none)
  }

  @Test("gives independent runs the cores that ranks would have")
  func independentRuns() {
    let cores = Processors(
      count: 8, cores: 4, threadsOfCores: [[0, 4], [1, 5], [2, 6], [3, 7]], isWholeMachine: true)
    let placement = RankPlacement(ranks: 2, threads: 2, processors: cores)
    #expect(placement.processors(ofRun: 0) == [0, 4, 1, 5])
    #expect(placement.processors(ofRun: 1) == [2, 6, 3, 7])
    #expect(placement.ofOneRun.ranks == 1 && placement.ofOneRun.binding == .none)
    let unbound = RankPlacement(ranks: 2, threads: 2, processors: cores, binding: RankPlacement.Binding.none)
    #expect(unbound.processors(ofRun: 1) == nil)
  }
}
