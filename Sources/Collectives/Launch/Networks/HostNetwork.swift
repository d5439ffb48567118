/// Which network leads from this host to the others of a job.
///
/// Open MPI would use all that hosts have in common. But bridges of containers and virtual machines have the same address on every
/// host, under names that nobody knows (`br-1a2b3c4d5e6f`), and who connects to one of them reaches itself, or nobody, and waits.
/// The kernel knows better: it has a route to each host. As a subnet, since interfaces have other names on other hosts.
package enum HostNetwork: Hashable, Sendable {
  /// All hosts are in this one.
  case one(IPv4Network)
  /// There are no other hosts.
  case unneeded
  /// It is not known, for a reason.
  case unknown(String)

  /// - Parameters:
  ///   - hosts: as the user names them, with a user's name or without.
  ///   - routes: what the system says.
  package init(to hosts: [String], _ routes: some NetworkRoutes = SystemRoutes()) {
    let interfaces = routes.interfaces
    let own = Set(interfaces.map(\.address))
    var found: (network: IPv4Network, host: String)?
    for host in hosts.map(Self.withoutUser) {
      let addresses = routes.addresses(of: host)
      guard let address = addresses.first else {
        self = .unknown("\(host) has no IPv4 address here")
        return
      }
      // Debian gives a host's own name the address 127.0.1.1, which no interface has.
      if addresses.contains(where: { $0.isLoopback || own.contains($0) }) { continue }
      let source = routes.source(towards: address)
      guard let network = interfaces.first(where: { $0.address == source })?.network, network.contains(address) else {
        self = .unknown("\(host) (\(address)) is in none of this host's networks")
        return
      }
      if let found, found.network != network {
        self = .unknown("\(found.host) is in the network \(found.network), but \(host) in \(network)")
        return
      }
      found = found ?? (network, host)
    }
    self = found.map { .one($0.network) } ?? .unneeded
  }

  private static func withoutUser(_ host: String) -> String { String(host.split(separator: "@").last ?? "") }
}

/// What a host knows of the networks around it.
package protocol NetworkRoutes {
  /// Its interfaces that are up and have an address.
  var interfaces: [NetworkInterface] { get }
  /// The addresses of a host with that name; none where the name is not known.
  func addresses(of name: String) -> [IPv4Address]
  /// The address from which packets to another would be sent; nil where there is no way to it.
  func source(towards address: IPv4Address) -> IPv4Address?
}

/// An interface of this host.
package struct NetworkInterface: Hashable, Sendable {
  package let address: IPv4Address
  /// Of which it is one.
  package let network: IPv4Network

  package init(_ address: IPv4Address, networkLength: Int) {
    (self.address, network) = (address, IPv4Network(address, length: networkLength))
  }
}
