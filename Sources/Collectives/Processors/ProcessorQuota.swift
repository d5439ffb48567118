import Foundation

/// The limit on processor time that Linux' control groups set for this process.
package enum ProcessorQuota {
  /// The processors' worth of time that this process may use, 1.5 say; nil without a limit.
  ///
  /// A group's limit holds for all groups in it, so the smallest on the way to the top counts. Both versions of control
  /// groups are looked at: a machine may have either, or both.
  ///
  /// - Parameter root: the folder in which `/proc` and `/sys` lie.
  /// - Source: Linux, Documentation/admin-guide/cgroup-v2.rst (cpu.max), Documentation/scheduler/sched-bwc.rst
  ///   (cpu.cfs_quota_us).
  package static func ofControlGroups(root: String = "") -> Double? {
    let mounts = lines("/proc/self/mountinfo", root).compactMap { Mount($0) }
    return lines("/proc/self/cgroup", root).compactMap { Membership($0) }.flatMap { membership in
      mounts.filter { $0.version == membership.version }.flatMap { mount in
        mount.folders(of: membership.path).compactMap { limit(in: root + $0, membership.version) }
      }
    }.min()
  }

  /// How many processors a limit gives enough time to work all the time; one at least, any number without a limit.
  ///
  /// Of 1.5 processors' worth of time one counts. The workers of a step wait for each other: those that have used up the
  /// time before its period ends stand still, and with them all others. A rest of less than a whole processor is well
  /// spent on what runs beside the workers: the system's own work, and the launcher's.
  ///
  /// Measured: lab-001 with a limit of 1.8 processors made 28,400 images/s with one thread and 23,700 with two, with 1.2
  /// processors 26,500 and 23,500 (medians of three by turns, two cores of an AMD EPYC, AVX-512 kernels).
  package static func wholeProcessors(_ quota: Double?) -> Int {
    // Beyond what can be counted it limits nothing.
    quota.map { max(1, Int(exactly: $0.rounded(.down)) ?? .max) } ?? .max
  }

  private enum Version { case first, second }

  /// A line of `/proc/self/cgroup`: "0::/a" of version 2, or "4:cpu,cpuacct:/a".
  private struct Membership {
    let version: Version
    let path: String

    init?(_ line: Substring) {
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { return nil }
      let controllers = fields[1].split(separator: ",")
      guard controllers.isEmpty || controllers.contains("cpu") else { return nil }
      version = controllers.isEmpty ? .second : .first
      path = String(fields[2])
    }
  }

  /// A line of `/proc/self/mountinfo` where groups with processor time are mounted.
  private struct Mount {
    let version: Version
    /// The group that is seen at the mount point.
    private let top: String
    private let point: String

    init?(_ line: Substring) {
      let fields = line.split(separator: " ")
      guard let end = fields.firstIndex(of: "-"), end > 5, fields.count > end + 3 else { return nil }
      switch fields[end + 1] {
      case "cgroup2": version = .second
      case "cgroup" where fields[end + 3].split(separator: ",").contains("cpu"): version = .first
      default: return nil
      }
      (top, point) = (String(fields[3]), String(fields[4]))
    }

    /// The folders of a group and of those around it. Where the group lies outside of what is mounted, as in a container
    /// that sees its own group alone, the mount point.
    func folders(of path: String) -> [String] {
      let parts = path.split(separator: "/")
      let prefix = top.split(separator: "/")
      guard parts.starts(with: prefix), !parts.contains("..") else { return [point] }
      let names = parts.dropFirst(prefix.count)
      return (0...names.count).map { ([Substring(point)] + names.prefix($0)).joined(separator: "/") }
    }
  }

  /// The limit of one group: "150000 100000" or "max 100000", microseconds of time per period; −1 is none in version 1.
  private static func limit(in folder: String, _ version: Version) -> Double? {
    let files =
      switch version {
      case .first: ["cpu.cfs_quota_us", "cpu.cfs_period_us"]
      case .second: ["cpu.max"]
      }
    let fields = files.flatMap { lines($0, folder + "/") }.flatMap { $0.split(separator: " ") }.map { Double($0) }
    guard fields.count == 2, let quota = fields[0], let period = fields[1], quota > 0, period > 0 else { return nil }
    return quota / period
  }

  private static func lines(_ path: String, _ folder: String) -> [Substring] {
    ((try? String(contentsOfFile: folder + path, encoding: .utf8)) ?? "").split(separator: "\n")
  }
}
