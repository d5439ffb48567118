/// An address of the Internet protocol, version 4: Open MPI's own default is this version alone.
package struct IPv4Address: Hashable, Sendable, CustomStringConvertible {
  /// Its bytes as one number, the first one highest.
  package let number: UInt32

  package init(_ number: UInt32) { self.number = number }

  /// The address that is written "10.0.0.1"; nil for other texts.
  package init?(_ text: String) {
    let bytes = text.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
    guard bytes.count == 4, !bytes.contains(nil) else { return nil }
    number = bytes.reduce(0) { $0 << 8 | UInt32($1 ?? 0) }
  }

  /// Whether it leads nowhere but to this host.
  package var isLoopback: Bool { number >> 24 == 127 }

  package var description: String {
    [24, 16, 8, 0].map { "\(number >> UInt32($0) & 255)" }.joined(separator: ".")
  }
}

/// The addresses that begin alike: "10.0.0.0/24".
package struct IPv4Network: Hashable, Sendable, CustomStringConvertible {
  private let first: IPv4Address
  private let length: Int

  /// The network of `address`, of which the first `length` bits say which one it is.
  package init(_ address: IPv4Address, length: Int) {
    first = IPv4Address(address.number & Self.mask(length))
    self.length = length
  }

  package func contains(_ address: IPv4Address) -> Bool { address.number & Self.mask(length) == first.number }

  package var description: String { "\(first)/\(length)" }

  // A shift by all 32 bits gives 0 in Swift.
  private static func mask(_ length: Int) -> UInt32 { .max << UInt32(32 - length) }
}
