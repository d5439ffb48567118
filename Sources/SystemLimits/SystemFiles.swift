import Foundation

/// What Linux says of memory in its files.
package struct SystemFiles {
  /// Before all paths: a folder that a test has made, or nothing.
  let root: String

  package init(root: String = "") { self.root = root }

  /// The machine's memory, and what control groups leave of it.
  package var availableMemory: [AvailableMemory] { [machine].compactMap(\.self) + controlGroups }

  /// - Source: proc_meminfo(5): MemAvailable is what can be had without swapping.
  private var machine: AvailableMemory? {
    let fields = numbers(in: "/proc/meminfo", separator: ":")
    guard let free = fields["MemAvailable"] else { return nil }
    let kilobytes = ByteCount.sum([free, fields["SwapFree"] ?? 0])
    return AvailableMemory(
      bytes: ByteCount.product(kilobytes, 1024), bound: "are free on this machine", isShared: true)
  }

  /// The groups of this process and those above them, of version 2 and of version 1.
  private var controlGroups: [AvailableMemory] {
    lines(of: "/proc/self/cgroup").flatMap { line -> [AvailableMemory] in
      // "0::/path" in version 2, "9:memory:/path" in version 1.
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { return [] }
      let path = String(parts[2])
      if parts[0] == "0" { return groups(above: path).compactMap { version2("/sys/fs/cgroup" + $0) } }
      guard parts[1].split(separator: ",").contains("memory") else { return [] }
      return groups(above: path).compactMap { version1("/sys/fs/cgroup/memory" + $0) }
    }
  }

  /// A group and all above it, up to the root, which is all that a container may see.
  private func groups(above path: String) -> [String] {
    let names = path.split(separator: "/")
    return (0...names.count).reversed().map { names.prefix($0).map { "/" + $0 }.joined() }
  }

  /// - Source: Documentation/admin-guide/cgroup-v2.rst; pages of files can be dropped when memory is wanted.
  private func version2(_ folder: String) -> AvailableMemory? {
    available(
      limit: number(of: folder + "/memory.max"), used: number(of: folder + "/memory.current"),
      droppable: ["inactive_file", "active_file"], statistics: folder + "/memory.stat")
  }

  /// - Source: Documentation/admin-guide/cgroup-v1/memory.rst; without a limit there is a number near 2⁶³.
  private func version1(_ folder: String) -> AvailableMemory? {
    available(
      limit: number(of: folder + "/memory.limit_in_bytes"), used: number(of: folder + "/memory.usage_in_bytes"),
      droppable: ["total_inactive_file", "total_active_file"], statistics: folder + "/memory.stat")
  }

  private func available(limit: Int?, used: Int?, droppable: [String], statistics: String) -> AvailableMemory? {
    guard let limit, limit < 1 << 62 else { return nil }
    let fields = numbers(in: statistics, separator: " ")
    let cached = droppable.reduce(0) { $0 + (fields[$1] ?? 0) }
    return AvailableMemory(
      bytes: limit - max(0, (used ?? 0) - cached), bound: "are left of the control group's memory limit",
      isShared: true)
  }

  func lines(of path: String) -> [Substring] {
    ((try? String(contentsOfFile: root + path, encoding: .utf8)) ?? "").split(separator: "\n")
  }

  /// The number that is all of a file; nil where there is no file, or no number.
  func number(of path: String) -> Int? { lines(of: path).first.flatMap { Int($0) } }

  /// The numbers behind the names at the beginnings of lines; units are left out.
  private func numbers(in path: String, separator: Character) -> [String: Int] {
    Dictionary(
      lines(of: path).compactMap { line in
        let parts = line.split(separator: separator, maxSplits: 1)
        let number = parts.last?.split(separator: " ").first.flatMap { Int($0) }
        return parts.count == 2 ? number.map { (String(parts[0]), $0) } : nil
      }, uniquingKeysWith: { first, _ in first })
  }
}
