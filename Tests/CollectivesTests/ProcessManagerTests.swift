import Collectives
import Testing

@Suite("Process managers")
struct ProcessManagerTests {
  private let placement = RankPlacement(
    ranks: 3, threads: 1, processors: Processors(count: 2, cores: 2, isWholeMachine: true))
  private let hosts = LaunchPlan(
    .hosts(.named("h1:4,h2"), .only("eth0"), variables: ["LOCKSTEP_DATA"]), ranks: nil, threads: 2, binding: .core)

  @Test(
    "are known by what mpirun says of itself",
    arguments: [
      ("mpirun (Open MPI) 4.1.4", .orte), ("mpirun (Open MPI) 5.0.11", .prrte), ("HYDRA build details:", .hydra),
      ("Intel(R) MPI Library for Linux* OS, Version 2021.9", nil), ("", nil),
    ] as [(String, ProcessManager?)])
  func versions(text: String, manager: ProcessManager?) { #expect(ProcessManager(version: text) == manager) }

  @Test("a crowded machine, as arguments of Open MPI 5 and of MPICH")
  func crowd() {
    let plan = LaunchPlan(placement, canCopyDirectly: false, moreArguments: ["-x", "A"])
    #expect(
      plan.arguments(for: .prrte).joined(separator: " ")
        == "-n 3 --map-by slot:OVERSUBSCRIBE --bind-to none --mca mpi_yield_when_idle 1 --mca pml ob1 --mca btl self,sm "
        + "--mca osc sm --mca smsc ^cma -x A")
    #expect(plan.arguments(for: .hydra).joined(separator: " ") == "-n 3 -bind-to none -x A")
  }

  @Test("several hosts, as arguments of Open MPI 5 and of MPICH, which starts one rank unless it is told")
  func severalHosts() {
    #expect(
      hosts.arguments(for: .prrte).joined(separator: " ")
        == "--host h1:4,h2 --map-by slot:PE=2 --bind-to core --mca btl_tcp_if_include eth0 --mca oob_tcp_if_include eth0 "
        + "--mca osc sm -x LOCKSTEP_DATA")
    #expect(hosts.arguments(for: .hydra).joined(separator: " ") == "-hosts h1:4,h2 -n 5 -bind-to core:2 -iface eth0")
  }

  @Test("Hydra's exit code is a signal's own number")
  func codes() {
    #expect(ProcessManager.hydra.status(ofCode: 9) == 137 && ProcessManager.hydra.status(ofCode: 11) == 139)
    for code in [0, 1, 2, 69, 75, 137] as [Int32] { #expect(ProcessManager.hydra.status(ofCode: code) == code) }
    #expect(ProcessManager.orte.status(ofCode: 9) == 9)
    #expect(ProcessManager.prrte.passesUserSignal2 && !ProcessManager.hydra.passesUserSignal2)
  }
}
