import Collectives
import Testing

/// Which network leads to other hosts, by routes that are written down here.
@Suite("Networks between hosts")
struct HostNetworkTests {
  /// Two networks, a bridge of containers as every host has one, and names.
  private struct Office: NetworkRoutes {
    let interfaces = [
      NetworkInterface(.init(127 << 24 + 1), networkLength: 8), Self.interface("172.17.0.1", 16),
      Self.interface("10.0.0.1", 24), Self.interface("10.1.0.1", 23),
    ]

    static func interface(_ address: String, _ length: Int) -> NetworkInterface {
      NetworkInterface(IPv4Address(address) ?? .init(0), networkLength: length)
    }

    func addresses(of name: String) -> [IPv4Address] {
      let names = [
        "h1": ["127.0.1.1"], "here": ["10.0.0.1"], "h2": ["10.0.0.2"], "h3": ["10.0.0.3", "10.1.0.3"],
        "fast2": ["10.1.1.2"],
        "away": ["192.0.2.7"], "nowhere": ["198.51.100.1"],
      ]
      return (names[name] ?? [name]).compactMap { IPv4Address($0) }
    }

    func source(towards address: IPv4Address) -> IPv4Address? {
      if let direct = interfaces.first(where: { $0.network.contains(address) }) { return direct.address }
      // Behind a gateway.
      return address == IPv4Address("192.0.2.7") ? IPv4Address("10.0.0.1") : nil
    }
  }

  @Test(
    "the one in which all other hosts are, and not that of a bridge",
    arguments: [
      (["h1", "h2"], "10.0.0.0/24"), (["h2", "h3"], "10.0.0.0/24"), (["here", "me@h2"], "10.0.0.0/24"),
      (["10.0.0.1", "10.0.0.9"], "10.0.0.0/24"), (["h1", "fast2"], "10.1.0.0/23"),
    ])
  func one(hosts: [String], network: String) {
    guard case .one(let found) = HostNetwork(to: hosts, Office()) else {
      Issue.record("\(HostNetwork(to: hosts, Office()))")
      return
    }
    #expect("\(found)" == network)
  }

  @Test("none where all hosts are this one", arguments: [["h1"], ["here", "127.0.0.1"], []])
  func unneeded(hosts: [String]) { #expect(HostNetwork(to: hosts, Office()) == .unneeded) }

  @Test(
    "nobody knows where names have no address, lie behind a gateway, or in several networks",
    arguments: [
      (["h1", "absent"], "absent has no IPv4 address here"),
      (["h2", "away"], "away (192.0.2.7) is in none of this host's networks"),
      (["nowhere"], "nowhere (198.51.100.1) is in none of this host's networks"),
      (["h2", "fast2"], "h2 is in the network 10.0.0.0/24, but fast2 in 10.1.0.0/23"),
    ])
  func unknown(hosts: [String], reason: String) {
    #expect(HostNetwork(to: hosts, Office()) == .unknown(reason))
  }

  @Test("this system has a way to itself, and knows its own name")
  func system() throws {
    let routes = SystemRoutes()
    let loopback = try #require(IPv4Address("127.0.0.1"))
    #expect(routes.source(towards: loopback) == loopback)
    #expect(routes.addresses(of: "127.0.0.1") == [loopback])
    #expect(routes.interfaces.contains { $0.address == loopback && "\($0.network)" == "127.0.0.0/8" })
    #expect(HostNetwork(to: ["127.0.0.1"]) == .unneeded)
  }

  @Test("addresses and networks are written as everywhere")
  func text() {
    #expect(IPv4Address("198.18.0.1").map { "\($0)" } == "198.18.0.1")
    for wrong in ["", "1.2.3", "1.2.3.4.5", "1.2.3.256", "a.b.c.d", "1..2.3"] { #expect(IPv4Address(wrong) == nil) }
    let address = IPv4Address(.max)
    #expect("\(IPv4Network(address, length: 0)) \(IPv4Network(address, length: 32))" == "0.0.0.0/0 255.255.255.255/32")
    #expect(IPv4Network(address, length: 0).contains(IPv4Address(0)))
  }
}
