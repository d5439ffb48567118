import Foundation

/// The networks as this system knows them. No packet is sent to another host, unless a name server is asked.
package struct SystemRoutes: NetworkRoutes {
  package init() {}

  package var interfaces: [NetworkInterface] {
    var first: UnsafeMutablePointer<ifaddrs>?
    guard unsafe getifaddrs(&first) == 0 else { return [] }
    defer { unsafe freeifaddrs(first) }
    var all: [NetworkInterface] = []
    var next = unsafe first
    while let entry = unsafe next {
      if let address = unsafe Self.address(entry.pointee.ifa_addr), unsafe entry.pointee.ifa_flags & UInt32(IFF_UP) != 0
      {
        let mask = unsafe Self.address(entry.pointee.ifa_netmask)
        all.append(NetworkInterface(address, networkLength: mask?.number.nonzeroBitCount ?? 32))
      }
      unsafe next = entry.pointee.ifa_next
    }
    return all
  }

  package func addresses(of name: String) -> [IPv4Address] {
    var hints = unsafe addrinfo()
    unsafe hints.ai_family = AF_INET
    // Each address once, not for each kind of socket.
    unsafe hints.ai_socktype = DatagramSocket.kind
    var first: UnsafeMutablePointer<addrinfo>?
    guard unsafe getaddrinfo(name, nil, &hints, &first) == 0 else { return [] }
    defer { unsafe freeaddrinfo(first) }
    var all: [IPv4Address] = []
    var next = unsafe first
    while let entry = unsafe next {
      if let address = unsafe Self.address(entry.pointee.ai_addr) { all.append(address) }
      unsafe next = entry.pointee.ai_next
    }
    return all
  }

  package func source(towards address: IPv4Address) -> IPv4Address? {
    DatagramSocket()?.source(towards: address.number.bigEndian).map { IPv4Address(UInt32(bigEndian: $0)) }
  }

  private static func address(_ pointer: UnsafeMutablePointer<sockaddr>?) -> IPv4Address? {
    guard let pointer = unsafe pointer, unsafe pointer.pointee.sa_family == sa_family_t(AF_INET) else { return nil }
    let name = unsafe UnsafeRawPointer(pointer).assumingMemoryBound(to: sockaddr_in.self)
    return IPv4Address(UInt32(bigEndian: unsafe name.pointee.sin_addr.s_addr))
  }
}
