import Collectives
import Foundation
import Testing

@Suite("Limits of control groups")
struct ProcessorQuotaTests {
  /// Files of /proc and /sys, and the quota that they mean.
  struct Case: Sendable {
    let files: [String: String]
    let quota: Double?

    init(_ groups: String, _ mounts: String, _ limits: [String: String], quota: Double?) {
      files = ["/proc/self/cgroup": groups, "/proc/self/mountinfo": mounts].merging(limits) { $1 }
      self.quota = quota
    }
  }

  private static let second = "30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate"
  private static let first = "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct"
  private static let inContainer =
    "32 31 0:29 /docker/a1 /sys/fs/cgroup/cpu ro master:9 - cgroup cgroup rw,cpu"

  static let cases = [
    Case("0::/", second, [:], quota: nil),
    Case("0::/", second, ["/sys/fs/cgroup/cpu.max": "150000 100000"], quota: 1.5),
    Case("0::/", second, ["/sys/fs/cgroup/cpu.max": "max 100000"], quota: nil),
    // In a group, and in one around it: the smaller counts.
    Case("0::/a/b", second, ["/sys/fs/cgroup/a/b/cpu.max": "50000 100000"], quota: 0.5),
    Case(
      "0::/a/b", second, ["/sys/fs/cgroup/a/cpu.max": "200000 100000", "/sys/fs/cgroup/a/b/cpu.max": "max 100000"],
      quota: 2),
    Case(
      "0::/a/b", second, ["/sys/fs/cgroup/a/cpu.max": "200000 100000", "/sys/fs/cgroup/a/b/cpu.max": "400000 100000"],
      quota: 2),
    // Another's group.
    Case("0::/a", second, ["/sys/fs/cgroup/b/cpu.max": "50000 100000"], quota: nil),
    // Version 1, with −1 for no limit.
    Case(
      "5:memory:/m\n4:cpu,cpuacct:/job\n0::/", first,
      [
        "/sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_quota_us": "300000",
        "/sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_period_us": "100000",
        "/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us": "-1",
        "/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us": "100000",
      ], quota: 3),
    // The host's path, of which the container sees the last part.
    Case(
      "4:cpu:/docker/a1", inContainer,
      ["/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "50000", "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000"], quota: 0.5),
    Case(
      "4:cpu:/elsewhere", inContainer,
      ["/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "50000", "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000"], quota: 0.5),
    // Damage.
    Case("nonsense", "nonsense - x", [:], quota: nil),
    Case("0::/", second, ["/sys/fs/cgroup/cpu.max": "150000"], quota: nil),
    Case("0::/", second, ["/sys/fs/cgroup/cpu.max": "150000 0"], quota: nil),
  ]

  @Test("of both versions, at the path of the process", arguments: cases)
  func quota(_ test: Case) throws {
    let root = FileManager.default.temporaryDirectory.appending(path: "lockstep-tests-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: root) }
    for (path, content) in test.files {
      let file = URL(filePath: root + path)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data((content + "\n").utf8).write(to: file)
    }
    #expect(ProcessorQuota.ofControlGroups(root: root) == test.quota)
  }
}
