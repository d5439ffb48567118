import Foundation

/// A place that datagrams are sent to.
struct Endpoint: Hashable, Codable, Sendable {
  /// IPv4, in the order of the network. Open MPI's own default is IPv4 alone.
  let address: UInt32
  let port: UInt16
}

/// A UDP socket on all networks of this host. Nothing here waits: what cannot be sent is lost, as datagrams may be.
///
/// Datagrams, because a host that has gone costs nothing then: there is no connection that would have to be made again, and
/// nobody waits for an answer. The next packet has all that a lost one had.
final class DatagramSocket: Sendable {
  private let descriptor: Int32
  /// The port, in the order of the network.
  let port: UInt16

  /// What the system calls its kind.
  static var kind: Int32 {
    #if canImport(Glibc)
      Int32(SOCK_DGRAM.rawValue)
    #else
      SOCK_DGRAM
    #endif
  }

  /// Nil where the system gives none.
  init?() {
    let socket = socket(AF_INET, Self.kind, 0)
    guard socket >= 0 else { return nil }
    _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
    _ = fcntl(socket, F_SETFL, O_NONBLOCK)
    var name = Self.name(Endpoint(address: INADDR_ANY, port: 0))
    let isBound = unsafe Self.withAddress(&name) { unsafe bind(socket, $0, $1) } == 0
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isNamed = unsafe Self.withAddress(&name) { address, _ in unsafe getsockname(socket, address, &length) } == 0
    (descriptor, port) = (socket, name.sin_port)
    // What was opened is closed again.
    if !isBound || !isNamed { return nil }
  }

  deinit { close(descriptor) }

  func send(_ bytes: [UInt8], to endpoint: Endpoint) {
    var name = Self.name(endpoint)
    _ = unsafe Self.withAddress(&name) { unsafe sendto(descriptor, bytes, bytes.count, 0, $0, $1) }
  }

  /// The next datagram that has come, and where from; nil if there is none.
  func receive() -> (bytes: [UInt8], from: Endpoint)? {
    var buffer = [UInt8](repeating: 0, count: 4096)
    var name = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let count = unsafe Self.withAddress(&name) { address, _ in
      unsafe recvfrom(descriptor, &buffer, buffer.count, 0, address, &length)
    }
    guard count >= 0 else { return nil }
    return (Array(buffer.prefix(count)), Endpoint(address: name.sin_addr.s_addr, port: name.sin_port))
  }

  /// This host's addresses in its networks, that of the host itself last.
  static var localAddresses: [UInt32] {
    let loopback = UInt32(127 << 24 + 1).bigEndian
    return SystemRoutes().interfaces.map(\.address.number.bigEndian).filter { $0 != loopback } + [loopback]
  }

  /// The address from which it would send to `address`, both in the order of the network; nil where no way leads there.
  ///
  /// From now on it sends to that one alone. Nothing is sent.
  func source(towards address: UInt32) -> UInt32? {
    // The port plays no part.
    var name = Self.name(Endpoint(address: address, port: UInt16(9).bigEndian))
    guard unsafe Self.withAddress(&name, { unsafe connect(descriptor, $0, $1) }) == 0 else { return nil }
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    guard unsafe Self.withAddress(&name, { address, _ in unsafe getsockname(descriptor, address, &length) }) == 0 else {
      return nil
    }
    return name.sin_addr.s_addr
  }

  private static func name(_ endpoint: Endpoint) -> sockaddr_in {
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_addr.s_addr = endpoint.address
    name.sin_port = endpoint.port
    return name
  }

  private static func withAddress<Value>(
    _ name: inout sockaddr_in, _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> Value
  ) -> Value {
    unsafe withUnsafeMutablePointer(to: &name) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }
}
