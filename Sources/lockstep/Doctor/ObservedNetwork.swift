package import SystemLimits

/// What was seen of the networks of a host.
package struct ObservedNetwork: Codable, Sendable {
  package var interfaces: [NetworkInterface] = []
  /// What the host's own name leads to.
  package var name: HostName?
  /// Whether Open MPI has been told which networks to use.
  package var isChosen = false

  package init() {}

  /// The beginnings of names that bridges of containers and virtual machines have.
  private static let bridges = [
    "docker", "br-", "cni", "virbr", "podman", "lxcbr", "lxdbr", "flannel", "cilium", "kube-", "vmnet", "vboxnet",
  ]

  private static func isBridge(_ name: String) -> Bool { bridges.contains { name.hasPrefix($0) } }

  /// Over which another host could be reached.
  var outward: [NetworkInterface] { interfaces.filter { $0.isUp && !$0.isLoopback } }

  package var findings: [Finding] { interfaceFindings + [nameFinding].compactMap(\.self) }

  private var interfaceFindings: [Finding] {
    guard !isChosen else { return [] }
    let right = outward.first { !Self.isBridge($0.name) && $0.hasCarrier && $0.hasRoute != false }?.name ?? "NAME"
    return outward.compactMap { interface in
      let address = "\(interface.name) (\(interface.addresses.joined(separator: ", ")))"
      let fault: String
      if Self.isBridge(interface.name) {
        fault = "\(address) is a bridge of containers or virtual machines"
      } else if interface.hasRoute == false || !interface.hasCarrier {
        fault = "\(address) is up, but leads nowhere"
      } else {
        return nil
      }
      return Finding(
        .note, "network", fault, why: "jobs on several hosts may try it, and hang",
        mend: "Launch/hosts --interface \(right); with mpirun --mca btl_tcp_if_include \(right)")
    }
  }

  private var nameFinding: Finding? {
    guard let name else { return nil }
    if name.isLate {
      return Finding(
        .problem, "host name", "\"\(name.name)\" is not resolved within seconds",
        why: "every start of ranks waits for that",
        mend: "a line \"ADDRESS \(name.name)\" in /etc/hosts, or a name server that answers (/etc/resolv.conf)")
    }
    guard name.addresses.isEmpty else { return nil }
    return Finding(
      .note, "host name", "\"\(name.name)\" leads to no address",
      why: "launchers and ssh of other hosts may look for it",
      mend: "a line \"ADDRESS \(name.name)\" in /etc/hosts")
  }

  /// Addresses that several hosts have.
  static func duplicates(_ hosts: [(name: String, network: ObservedNetwork)]) -> [Finding] {
    var owners: [String: [(host: String, interface: String)]] = [:]
    for (name, network) in hosts where !network.isChosen {
      for interface in network.outward {
        for address in interface.addresses { owners[address, default: []].append((name, interface.name)) }
      }
    }
    return owners.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }.map { address, owners in
      Finding(
        .problem, "network",
        "\(address) (\(owners[0].interface)) is an address of \(owners.map(\.host).joined(separator: " and "))",
        why: "a rank that connects to it reaches itself, or waits for ever",
        mend: "mpirun --mca btl_tcp_if_exclude 127.0.0.0/8,\(owners[0].interface), or Launch/hosts --interface")
    }
  }
}
