extension LaunchPlan {
  /// The arguments of mpirun of Open MPI 4, up to the program.
  var orteArguments: [String] {
    // Open MPI would make one value of two.
    let grace = moreArguments.contains(Self.graceName) ? [] : Self.setting(Self.graceName, "\(grace)")
    return switch place {
    case .machine(let crowding, let canCopyDirectly):
      countArguments + mapArguments() + bindArguments + Self.arguments(crowding)
        + networkArguments(sharedMemory: "vader")
        + (canCopyDirectly ? [] : Self.setting("btl_vader_single_copy_mechanism", "none"))
        + grace + moreArguments
    case .hosts(let hosts, let network, let variables):
      Self.arguments(hosts) + countArguments + mapArguments() + bindArguments + Self.arguments(network)
        + Self.arguments(variables: variables) + grace + moreArguments
    }
  }

  private static let graceName = "odls_base_sigkill_timeout"

  /// The seconds from SIGCONT to SIGTERM, and again from SIGTERM to SIGKILL, with which mpirun ends ranks: when it is asked to
  /// end, and as well when one of them has died.
  ///
  /// A checkpoint takes ranks a tenth of a second, and a slow disk may make that a second: two leave room for it, and ranks that
  /// wait for a dead one are gone after four. Under a supervisor mpirun ends ranks only where one has died, and the others wait in
  /// vain; but a batch system may ask the daemons on other hosts.
  private var grace: Int {
    switch (ending, place) {
    case (.byLauncher, _): 2
    case (.bySupervisor, .hosts): 1
    case (.bySupervisor, .machine): 0
    }
  }

  private static func arguments(_ crowding: RankPlacement.Crowding) -> [String] {
    switch crowding {
    case .none: []
    case .hardwareThreads: ["--use-hwthread-cpus"]
    case .processors: ["--oversubscribe"] + yielding
    }
  }
}

// What both process managers of Open MPI understand.
extension LaunchPlan {
  var countArguments: [String] { ranks.map { ["-n", "\($0)"] } ?? [] }

  /// Ranks fill one host after the other: neighbours add their gradients first, and those should share a machine.
  ///
  /// - Parameter modifier: what goes behind the unit: "OVERSUBSCRIBE".
  func mapArguments(modifier: String? = nil) -> [String] {
    // T cores for the T threads of a rank: else they share one.
    let unit =
      switch binding {
      case .none: "slot"
      case .core: threads == 1 ? "core" : "slot:PE=\(threads)"
      }
    return ["--map-by", modifier.map { "\(unit):\($0)" } ?? unit]
  }

  var bindArguments: [String] { ["--bind-to", binding.rawValue] }

  /// Shared memory; nothing else is tried: to look for other networks takes MPI_Init 0.2 s more.
  func networkArguments(sharedMemory: String) -> [String] {
    (moreArguments.contains("pml") ? [] : Self.setting("pml", "ob1")) + Self.setting("btl", "self,\(sharedMemory)")
  }

  /// Who waits must give way to who works.
  static let yielding = setting("mpi_yield_when_idle", "1")

  static func arguments(_ hosts: HostList) -> [String] {
    switch hosts {
    case .named(let list): ["--host", list]
    case .file(let path): ["--hostfile", path]
    }
  }

  static func arguments(_ network: Network) -> [String] {
    switch network {
    case .allButLocal:
      setting("btl_tcp_if_exclude", "127.0.0.0/8,docker0,virbr0") + setting("oob_tcp_if_exclude", "docker0,virbr0")
    case .only(let list): setting("btl_tcp_if_include", list) + setting("oob_tcp_if_include", list)
    }
  }

  static func arguments(variables: [String]) -> [String] { variables.flatMap { ["-x", $0] } }

  static func setting(_ name: String, _ value: String) -> [String] { ["--mca", name, value] }
}
