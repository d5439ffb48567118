import Benchmarks
import Collectives
import Foundation

/// This machine, as the system describes it; only Linux says all of it.
enum Machine {
  /// What the ranks of a job may use: the processors of this process.
  static var processors: Processors {
    let own = ProcessorSet.current
    let (count, cores) = (own.count, ProcessorCores.cores(of: own.processors))
    return Processors(
      count: count, cores: min(count, cores.count), threadsOfCores: cores,
      isWholeMachine: ProcessorCores.online.map { count >= $0.count } ?? false, canCopyDirectly: canCopyDirectly)
  }

  /// The name of the processor.
  static var processorName: String {
    let line = text("/proc/cpuinfo")?.split(separator: "\n").first { $0.hasPrefix("model name") }
    let name = line?.split(separator: ":", maxSplits: 1).last?.trimmingCharacters(in: .whitespaces)
    return name ?? "unknown processor"
  }

  /// How many processes ran or wanted to in the last minute; nil where the system does not say.
  static var loadAverage: Double? {
    text("/proc/loadavg")?.split(separator: " ").first.flatMap { Double($0) }
  }

  /// Open MPI checks this by itself, but misses the system call filters of containers, and then fails in mid-run.
  private static var canCopyDirectly: Bool {
    let scope = text("/proc/sys/kernel/yama/ptrace_scope").flatMap { Int($0) } ?? 0
    let isFiltered = text("/proc/self/status")?.contains(/(?m)^Seccomp:\s*2/) ?? false
    return scope < 2 && !isFiltered
  }

  /// The content of a file of the system, without white space at its ends; nil where there is no such file.
  private static func text(_ path: String) -> String? {
    try? String(contentsOfFile: path, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
