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

  @Test("on this machine, inside a job of Slurm: its other hosts are left out")
  func machineInJob() {
    let plan = LaunchPlan(
      .machine(.none, canCopyDirectly: true), ranks: 2, threads: 1, binding: .core, allocation: .slurm)
    for manager in [ProcessManager.orte, .prrte] {
      let line = plan.arguments(for: manager).joined(separator: " ")
      #expect(line.hasPrefix("-n 2 --map-by core --bind-to core --mca ras ^slurm --mca pml ob1 "), "\(line)")
    }
    #expect(
      plan.arguments(for: .hydra) == ["-n", "2", "-bind-to", "core:1", "-launcher", "fork", "-hosts", "localhost"])
    let hosts = LaunchPlan(
      .hosts(.allocation, .allButLocal, variables: []), ranks: nil, threads: 1, binding: .none, allocation: .slurm)
    #expect(hosts.arguments(for: .orte).first == "--map-by" && !hosts.arguments(for: .orte).contains("ras"))
    #expect(hosts.arguments(for: .hydra) == ["-bind-to", "none"])
  }

  @Test("find a job of Slurm by the variables that mpirun looks for")
  func allocation() {
    #expect(BatchAllocation(["SLURM_JOBID": "7", "SLURM_NODELIST": "h[1-2]"]) == .slurm)
    #expect(BatchAllocation(["SLURM_JOBID": "7"]) == nil && BatchAllocation([:]) == nil)
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
    let plan = LaunchPlan(placement, canCopyDirectly: true, allocation: nil)
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
        + "--mca oob_tcp_keepalive_time 20 --mca oob_tcp_keepalive_intvl 10 --mca oob_tcp_keepalive_probes 3 "
        + "--mca odls_base_sigkill_timeout 2")
    let some = LaunchPlan(
      .hosts(.file("my hosts"), .only("10.0.0.0/24"), variables: []), ranks: 6, threads: 8, binding: .core,
      moreArguments: ["--mca", "oob_tcp_keepalive_time", "300"], silence: HostSilence(seconds: 5))
    #expect(
      some.arguments(for: .orte) == [
        "--hostfile", "my hosts", "-n", "6", "--map-by", "slot:PE=8", "--bind-to", "core",
        "--mca", "btl_tcp_if_include", "10.0.0.0/24", "--mca", "oob_tcp_if_include", "10.0.0.0/24",
        "--mca", "oob_tcp_keepalive_intvl", "1", "--mca", "oob_tcp_keepalive_probes", "3",
        "--mca", "odls_base_sigkill_timeout", "2", "--mca", "oob_tcp_keepalive_time", "300",
      ])
  }

  @Test(
    "give hosts up before ranks speak of them, or end",
    arguments: [(60, 0, 50), (60, 300, 50), (60, 12, 6), (12, 0, 10), (0, 0, 50), (0, 80, 40), (1, 1, 1)])
  func silence(warning: Double, shutdown: Double, expected: Int) {
    #expect(HostSilence(for: StallTimes(warning: warning, shutdown: shutdown)).seconds == expected)
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
