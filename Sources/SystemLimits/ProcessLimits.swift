import Foundation

/// What the shell's `ulimit` sets for this process.
package enum ProcessLimits {
  /// The largest file that this process may write; nil without a limit.
  package static var fileBytes: Int? { limit(.fileSize) }

  /// How many files it may have open; nil without a limit.
  package static var openFiles: Int? { limit(.openFiles) }

  /// The largest stack of its main thread; nil without a limit.
  package static var stackBytes: Int? { limit(.stack) }

  /// How much memory it may keep from being swapped, as fast networks ask for; nil without a limit.
  package static var lockedBytes: Int? { limit(.lockedMemory) }

  /// Its address space, `ulimit -v`; nil without a limit.
  package static var addressSpaceBytes: Int? { limit(.addressSpace) }

  /// What is left of the limits of memory.
  static var availableMemory: [AvailableMemory] {
    [
      left(of: .addressSpace, used: "VmSize", bound: "are left of ulimit -v"),
      left(of: .data, used: "VmData", bound: "are left of ulimit -d"),
    ].compactMap(\.self)
  }

  private enum Resource {
    case addressSpace, data, fileSize, openFiles, stack, lockedMemory
  }

  private static func left(of resource: Resource, used field: String, bound: String) -> AvailableMemory? {
    guard let limit = limit(resource) else { return nil }
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix(field + ":") }
    let kilobytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0
    return AvailableMemory(bytes: limit - ByteCount.product(kilobytes, 1024), bound: bound, isShared: false)
  }

  #if canImport(Glibc)
    /// The usual name is a macro there that Swift does not see.
    private static let lockedMemory = __RLIMIT_MEMLOCK
  #else
    private static let lockedMemory = RLIMIT_MEMLOCK
  #endif

  private static func limit(_ resource: Resource) -> Int? {
    var limit = rlimit()
    let number =
      switch resource {
      case .addressSpace: RLIMIT_AS
      case .data: RLIMIT_DATA
      case .fileSize: RLIMIT_FSIZE
      case .openFiles: RLIMIT_NOFILE
      case .stack: RLIMIT_STACK
      case .lockedMemory: lockedMemory
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
