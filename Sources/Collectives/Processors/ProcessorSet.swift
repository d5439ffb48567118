import Foundation

/// The processors that a process may use: the one place that counts them, for threads, for ranks, for those that wait for
/// each other, and for benchmarks.
package struct ProcessorSet: Codable, Equatable, Sendable {
  /// The numbers of the processors in the affinity mask.
  package let processors: [Int]
  /// The processors' worth of time that the control group allows; nil without a limit.
  package let quota: Double?

  package init(processors: [Int], quota: Double?) {
    self.processors = processors
    self.quota = quota
  }

  /// The set of this process, as it is now: MPI may bind the process when it starts.
  package static var current: ProcessorSet {
    ProcessorSet(processors: mask(ofProcess: "self"), quota: ProcessorQuota.ofControlGroups())
  }

  /// What the ranks that mpirun started on this machine may use together: mpirun, their parent, may have given each a
  /// part of its own.
  package static var ofLauncher: ProcessorSet {
    let (own, parent) = (current, mask(ofProcess: "\(getppid())"))
    return Set(parent).isSuperset(of: own.processors) ? ProcessorSet(processors: parent, quota: own.quota) : own
  }

  /// How many processors can work at once: those of the mask, as far as the quota gives time; one at least.
  package var count: Int { max(1, min(processors.count, ProcessorQuota.wholeProcessors(quota))) }

  /// How many threads a process with this set should use beside others of its host.
  ///
  /// - Parameter host: the sets of all these processes, its own included; those with the same mask share it, and all
  ///   share the time that is allowed.
  package func threads(beside host: [ProcessorSet]) -> Int {
    let sharers = host.filter { $0.processors == processors }.count
    let time = ProcessorQuota.wholeProcessors(quota) / max(1, host.count)
    return max(1, min(processors.count / max(1, sharers), time))
  }

  /// Whether processes with these sets, with so many threads each, are more than the processors that they have together.
  package static func areCrowded(_ sets: [ProcessorSet], threadsOfEach threads: Int) -> Bool {
    let workers = sets.count * threads
    let masks = Dictionary(grouping: sets) { $0.processors }
    let places = masks.map { mask, holders in min(mask.count, holders.count * threads) }.reduce(0, +)
    let union = Set(sets.flatMap(\.processors)).count
    return workers > min(places, union, ProcessorQuota.wholeProcessors(sets.compactMap(\.quota).min()))
  }

  /// The sets of all ranks, in their order. Collective.
  package static func all(of communicator: any Communicator) throws(CommunicationError) -> [ProcessorSet] {
    // Numbers alone, of which JSON has the right ones.
    let own = (try? JSONEncoder().encode(current)) ?? Data()
    return try communicator.gatherBytes(Array(own)).map {
      (try? JSONDecoder().decode(ProcessorSet.self, from: Data($0))) ?? .current
    }
  }

  /// The list of Linux, "0-3,8", as /proc has it; elsewhere all processors.
  private static func mask(ofProcess process: String) -> [Int] {
    let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") }
    let processors = line.map { numbers(inList: $0.drop { $0 != ":" }.dropFirst()) } ?? []
    return processors.isEmpty ? Array(0..<ProcessInfo.processInfo.activeProcessorCount) : processors
  }

  /// The numbers of a list such as "0-3,8".
  package static func numbers(inList list: some StringProtocol) -> [Int] {
    list.split(separator: ",").flatMap { range -> [Int] in
      let bounds = range.split(separator: "-").compactMap { Int(String($0.filter { !$0.isWhitespace })) }
      guard let first = bounds.first, let last = bounds.last, first <= last else { return [] }
      return Array(first...last)
    }
  }
}
