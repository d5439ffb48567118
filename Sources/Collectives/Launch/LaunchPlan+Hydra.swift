extension LaunchPlan {
  /// The arguments of mpirun of MPICH, up to the program.
  ///
  /// It starts any number of ranks, whatever the cores, gives them all variables, and hands SIGTERM and SIGUSR1 on to them.
  var hydraArguments: [String] {
    switch place {
    case .machine: countArguments + hydraBinding + moreArguments
    case .hosts(let hosts, let network, variables: _):
      Self.hydraArguments(hosts) + (ranks.map { ["-n", "\($0)"] } ?? Self.allSlots(hosts)) + hydraBinding
        + Self.hydraArguments(network) + moreArguments
    }
  }

  private var hydraBinding: [String] { ["-bind-to", binding == .none ? "none" : "core:\(threads)"] }

  private static func hydraArguments(_ hosts: HostList) -> [String] {
    switch hosts {
    case .named(let list): ["-hosts", list]
    case .file(let path): ["-f", path]
    }
  }

  /// Without a number it starts one rank.
  private static func allSlots(_ hosts: HostList) -> [String] {
    guard case .named(let list) = hosts else { return [] }
    return ["-n", "\(HostList.hosts(named: list).compactMap(\.slots).reduce(0, +))"]
  }

  private static func hydraArguments(_ network: Network) -> [String] {
    switch network {
    case .allButLocal: []
    case .only(let list): ["-iface", list]
    }
  }
}
