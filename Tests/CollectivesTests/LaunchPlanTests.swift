import Collectives
import Testing

@Suite("Plans of a launch")
struct LaunchPlanTests {
  @Test(
    "on this machine, as arguments of Open MPI 4",
    arguments: [
      (2, 1, .core, .none, "-n 2 --map-by core --bind-to core"),
      (2, 3, .core, .none, "-n 2 --map-by slot:PE=3 --bind-to core"),
      (2, 3, .none, .none, "-n 2 --map-by slot --bind-to none"),
      (5, 1, .none, .hardwareThreads, "-n 5 --map-by slot --bind-to none --use-hwthread-cpus"),
      (9, 1, .none, .processors, "-n 9 --map-by slot --bind-to none --oversubscribe --mca mpi_yield_when_idle 1"),
    ] as [(Int, Int, RankPlacement.Binding, RankPlacement.Crowding, String)])
  func machine(
    ranks: Int, threads: Int, binding: RankPlacement.Binding, crowding: RankPlacement.Crowding, expected: String
  ) {
    for canCopyDirectly in [true, false] {
      let plan = LaunchPlan(
        .machine(crowding, canCopyDirectly: canCopyDirectly), ranks: ranks, threads: threads, binding: binding,
        moreArguments: ["-q"])
      let copying = canCopyDirectly ? "" : " --mca btl_vader_single_copy_mechanism none"
      #expect(
        plan.arguments(for: .orte).joined(separator: " ")
          == "\(expected) --mca pml ob1 --mca btl self,vader\(copying) --mca odls_base_sigkill_timeout 2 -q")
    }
  }

  @Test("leave the choice of a network to a user who makes it")
  func network() {
    let plan = LaunchPlan(
      .machine(.none, canCopyDirectly: true), ranks: 2, threads: 1, binding: .core,
      moreArguments: ["--mca", "pml", "ucx"])
    #expect(plan.arguments(for: .orte).filter { $0 == "pml" }.count == 1)
  }

  @Test("of a placement say what it says")
  func placement() {
    let processors = Processors(count: 2, cores: 2, isWholeMachine: true)
    let placement = RankPlacement(ranks: 3, threads: 1, processors: processors)
    let plan = LaunchPlan(placement, canCopyDirectly: true)
    #expect(plan.place == .machine(.processors, canCopyDirectly: true))
    #expect(plan.ranks == 3 && plan.threads == 1 && plan.binding == .none && plan.moreArguments == [])
  }

  @Test("on several hosts, as arguments of Open MPI 4")
  func hosts() {
    let all = LaunchPlan(
      .hosts(.named("h1:4,h2:4"), .allButLocal, variables: ["LOCKSTEP_DATA", "LOCKSTEP_KERNELS"]), ranks: nil,
      threads: 1, binding: .core)
    #expect(
      all.arguments(for: .orte).joined(separator: " ")
        == "--host h1:4,h2:4 --map-by core --bind-to core --mca btl_tcp_if_exclude 127.0.0.0/8,docker0,virbr0 "
        + "--mca oob_tcp_if_exclude docker0,virbr0 -x LOCKSTEP_DATA -x LOCKSTEP_KERNELS "
        + "--mca odls_base_sigkill_timeout 2")
    let some = LaunchPlan(
      .hosts(.file("my hosts"), .only("10.0.0.0/24"), variables: []), ranks: 6, threads: 8, binding: .core,
      moreArguments: ["--mca", "plm_rsh_agent", "agent"])
    #expect(
      some.arguments(for: .orte) == [
        "--hostfile", "my hosts", "-n", "6", "--map-by", "slot:PE=8", "--bind-to", "core",
        "--mca", "btl_tcp_if_include", "10.0.0.0/24", "--mca", "oob_tcp_if_include", "10.0.0.0/24",
        "--mca", "odls_base_sigkill_timeout", "2", "--mca", "plm_rsh_agent", "agent",
      ])
  }

  @Test(
    "leave ranks the time that they need for a checkpoint, unless somebody else asks for it or the user knows better")
  func grace() {
    func seconds(_ place: LaunchPlan.Place, _ ending: LaunchPlan.Ending, _ more: [String] = []) -> [String] {
      let plan = LaunchPlan(place, ranks: 2, threads: 1, binding: .none, moreArguments: more, ending: ending)
      let words = plan.arguments(for: .orte)
      return words.indices.filter { words[$0] == "odls_base_sigkill_timeout" }.map { words[$0 + 1] }
    }
    let machine = LaunchPlan.Place.machine(.none, canCopyDirectly: true)
    let hosts = LaunchPlan.Place.hosts(.named("a,b"), .allButLocal, variables: [])
    #expect(seconds(machine, .byLauncher) == ["2"] && seconds(hosts, .byLauncher) == ["2"])
    #expect(seconds(machine, .bySupervisor) == ["0"] && seconds(hosts, .bySupervisor) == ["1"])
    #expect(seconds(machine, .byLauncher, ["--mca", "odls_base_sigkill_timeout", "30"]) == ["30"])
  }
}
