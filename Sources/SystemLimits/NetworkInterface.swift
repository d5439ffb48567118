import Foundation

/// A network interface of this machine, as the system describes it.
package struct NetworkInterface: Codable, Equatable, Sendable {
  package var name: String
  /// Of IPv4, as numbers with points.
  package var addresses: [String]
  package var isUp: Bool
  /// Whether there is something at the other end.
  package var hasCarrier: Bool
  package var isLoopback: Bool
  /// Whether anything is sent through it; nil where the system does not say.
  package var hasRoute: Bool?

  package init(
    name: String, addresses: [String], isUp: Bool = true, hasCarrier: Bool = true, isLoopback: Bool = false,
    hasRoute: Bool? = true
  ) {
    (self.name, self.addresses, self.isUp) = (name, addresses, isUp)
    (self.hasCarrier, self.isLoopback, self.hasRoute) = (hasCarrier, isLoopback, hasRoute)
  }

  /// Those that have an IPv4 address, in the system's order.
  package static func all() -> [NetworkInterface] {
    let routed = routedNames()
    var first: UnsafeMutablePointer<ifaddrs>?
    guard unsafe getifaddrs(&first) == 0 else { return [] }
    defer { unsafe freeifaddrs(first) }
    var all: [NetworkInterface] = []
    var next = unsafe first
    while let entry = unsafe next?.pointee {
      unsafe next = entry.ifa_next
      guard let address = unsafe HostName.text(of: entry.ifa_addr, family: AF_INET) else { continue }
      let name = unsafe String(cString: entry.ifa_name)
      if let place = all.firstIndex(where: { $0.name == name }) {
        all[place].addresses.append(address)
        continue
      }
      let flags = unsafe Int(entry.ifa_flags)
      all.append(
        NetworkInterface(
          name: name, addresses: [address], isUp: flags & Int(IFF_UP) != 0, hasCarrier: flags & Int(IFF_RUNNING) != 0,
          isLoopback: flags & Int(IFF_LOOPBACK) != 0, hasRoute: routed?.contains(name)))
    }
    return all
  }

  /// The interfaces of the table of routes; nil where there is no such file.
  ///
  /// - Source: Linux, proc(5), `/proc/net/route`.
  private static func routedNames() -> Set<String>? {
    guard let text = try? String(contentsOfFile: "/proc/net/route", encoding: .utf8) else { return nil }
    return Set(text.split(separator: "\n").dropFirst().compactMap { $0.split(separator: "\t").first.map(String.init) })
  }
}
