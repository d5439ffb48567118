import Foundation

/// The processors that this process may use.
struct ProcessorSet: Equatable {
  /// The host's name, to tell equal numbers on different hosts apart.
  let host: String
  /// The numbers of the processors in the affinity mask.
  let processors: [Int]
  /// The processors' worth of time that the control group allows; nil without a limit.
  let quota: Double?

  /// The set of this process.
  static var current: ProcessorSet {
    ProcessorSet(host: ProcessInfo.processInfo.hostName, processors: affinity, quota: controlGroupQuota)
  }

  /// How many threads this process should use if `sharers` processes, itself included, have the same set.
  func threads(sharedBy sharers: Int) -> Int {
    let available = min(Double(processors.count), quota.map { max(1, $0) } ?? .infinity)
    return max(1, Int(available) / max(1, sharers))
  }

  /// The list of Linux, "0-3,8", as /proc has it; elsewhere all processors.
  private static var affinity: [Int] {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") }
    let processors = line.map { processorNumbers($0.drop { $0 != ":" }.dropFirst()) } ?? []
    return processors.isEmpty ? Array(0..<ProcessInfo.processInfo.activeProcessorCount) : processors
  }

  /// The numbers of a list such as "0-3,8".
  static func processorNumbers(_ list: some StringProtocol) -> [Int] {
    list.split(separator: ",").flatMap { range -> [Int] in
      let bounds = range.split(separator: "-").compactMap { Int(String($0.filter { !$0.isWhitespace })) }
      guard let first = bounds.first, let last = bounds.last, first <= last else { return [] }
      return Array(first...last)
    }
  }

  /// The quota of cgroup v2: "max 100000" or "150000 100000", microseconds of time per period.
  private static var controlGroupQuota: Double? {
    guard let text = try? String(contentsOfFile: "/sys/fs/cgroup/cpu.max", encoding: .utf8) else { return nil }
    let fields = text.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
    guard fields.count == 2, fields[1] > 0 else { return nil }
    return fields[0] / fields[1]
  }
}
