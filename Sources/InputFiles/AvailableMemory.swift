import Foundation
import SystemPackage

/// How much memory this process can still take.
package enum AvailableMemory {
  /// The least of what the machine has left, what the process' group of processes may take, and its own limit.
  package static var bytes: Int {
    let limits = [machine, addressSpace] + groupFiles.map(number)
    return limits.compactMap(\.self).min() ?? .max
  }

  /// Where control groups tell their limit: as a container sees its own, versions 2 and 1.
  private static let groupFiles: [FilePath] = [
    "/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes",
  ]

  /// What the kernel could give without swapping; where it does not say so, all memory.
  private static var machine: Int? {
    let lines = text("/proc/meminfo").split(separator: "\n")
    let words = lines.first { $0.hasPrefix("MemAvailable:") }?.split(separator: " ") ?? []
    guard words.count >= 2, let kilobytes = Int(words[1]) else {
      return Int(clamping: ProcessInfo.processInfo.physicalMemory)
    }
    return kilobytes * 1024
  }

  /// What `ulimit -v` leaves.
  private static var addressSpace: Int? {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0 else { return nil }
    return Int(clamping: limit.rlim_cur)
  }

  private static func number(in file: FilePath) -> Int? {
    Int(text(file).trimmingCharacters(in: .whitespacesAndNewlines))
  }

  private static func text(_ file: FilePath) -> String {
    guard let opened = try? InputFile(file), let bytes = try? opened.rest(atMost: 1 << 16) else { return "" }
    return String(decoding: bytes, as: UTF8.self)
  }
}
