import Foundation

/// The processes of this machine, as Linux shows them in /proc.
enum ProcessList {
  static var isAvailable: Bool { FileManager.default.fileExists(atPath: "/proc/self/cmdline") }

  /// The numbers of the processes that were started with `argument`.
  static func processes(withArgument argument: String) -> [pid_t] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { pid_t($0) }.filter { strings("cmdline", of: $0).contains(argument) }
  }

  /// The program of a process as it was called, and its arguments.
  static func arguments(of process: pid_t) -> [String] { strings("cmdline", of: process) }

  /// The variables of a process, as `name=value`.
  static func environment(of process: pid_t) -> [String] { strings("environ", of: process) }

  /// Whether a process is that rank of a job.
  static func isRank(_ rank: Int, _ process: pid_t) -> Bool {
    environment(of: process).contains { ["OMPI_COMM_WORLD_RANK=\(rank)", "PMI_RANK=\(rank)"].contains($0) }
  }

  /// The strings in a file of a process, each with a zero behind it; none if the process is gone.
  private static func strings(_ file: String, of process: pid_t) -> [String] {
    let bytes = FileManager.default.contents(atPath: "/proc/\(process)/\(file)") ?? Data()
    return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }
}
