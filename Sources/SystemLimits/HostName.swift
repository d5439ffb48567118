import Foundation
import Synchronization

/// The name of this host, and what the resolver makes of it.
package struct HostName: Codable, Equatable, Sendable {
  package var name: String
  /// The addresses that it leads to; empty where it leads nowhere.
  package var addresses: [String]
  /// Whether the answer did not come in time.
  package var isLate: Bool

  package init(name: String, addresses: [String], isLate: Bool = false) {
    (self.name, self.addresses, self.isLate) = (name, addresses, isLate)
  }

  /// What the system calls this host; nothing is resolved.
  package static var own: String {
    var bytes = [CChar](repeating: 0, count: 257)
    guard unsafe gethostname(&bytes, bytes.count - 1) == 0 else { return "localhost" }
    return String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Asks the resolver, which may wait for a server that is not there: no longer than this for an answer.
  package static func resolved(within seconds: Double) -> HostName {
    let (name, answer) = (own, Answer())
    DispatchQueue.global().async {
      let found = addresses(of: name)
      answer.value.withLock { $0 = found }
      answer.isThere.signal()
    }
    let isLate = answer.isThere.wait(timeout: .now() + seconds) == .timedOut
    return HostName(name: name, addresses: answer.value.withLock { $0 }, isLate: isLate)
  }

  private final class Answer: Sendable {
    let value = Mutex<[String]>([])
    let isThere = DispatchSemaphore(value: 0)
  }

  private static func addresses(of name: String) -> [String] {
    var first: UnsafeMutablePointer<addrinfo>?
    guard unsafe getaddrinfo(name, nil, nil, &first) == 0 else { return [] }
    defer { unsafe freeaddrinfo(first) }
    var all: [String] = []
    var next = unsafe first
    while let entry = unsafe next?.pointee {
      if let text = unsafe text(of: entry.ai_addr), !all.contains(text) { all.append(text) }
      unsafe next = entry.ai_next
    }
    return all
  }

  /// An address in numbers; nil for one of another family.
  static func text(of address: UnsafeMutablePointer<sockaddr>?, family wanted: CInt? = nil) -> String? {
    guard let address = unsafe address else { return nil }
    let family = unsafe CInt(address.pointee.sa_family)
    guard family == AF_INET || family == AF_INET6, family == wanted ?? family else { return nil }
    let length = family == AF_INET ? MemoryLayout<sockaddr_in>.size : MemoryLayout<sockaddr_in6>.size
    var text = [CChar](repeating: 0, count: 128)
    guard unsafe getnameinfo(address, socklen_t(length), &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0
    else { return nil }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
