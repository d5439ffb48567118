import Foundation

/// What the shell's `ulimit` sets for this process.
package enum ProcessLimits {
  /// The largest file that this process may write; nil without a limit.
  package static var fileBytes: Int? { limit(.fileSize) }

  /// What is left of the limits of memory.
  static var availableMemory: [AvailableMemory] {
    [
      left(of: .addressSpace, used: "VmSize", bound: "are left of ulimit -v"),
      left(of: .data, used: "VmData", bound: "are left of ulimit -d"),
    ].compactMap(\.self)
  }

  private enum Resource {
    case addressSpace, data, fileSize
  }

  private static func left(of resource: Resource, used field: String, bound: String) -> AvailableMemory? {
    guard let limit = limit(resource) else { return nil }
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix(field + ":") }
    let kilobytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0
    return AvailableMemory(bytes: limit - ByteCount.product(kilobytes, 1024), bound: bound, isShared: false)
  }

  private static func limit(_ resource: Resource) -> Int? {
    var limit = rlimit()
    let number =
      switch resource {
      case .addressSpace: RLIMIT_AS
      case .data: RLIMIT_DATA
      case .fileSize: RLIMIT_FSIZE
      }
    #if canImport(Glibc)
      let code = CInt(bitPattern: number.rawValue)
    #else
      let code = number
    #endif
    guard unsafe getrlimit(code, &limit) == 0, let bytes = Int(exactly: limit.rlim_cur), bytes < .max else {
      return nil
    }
    return bytes
  }
}
