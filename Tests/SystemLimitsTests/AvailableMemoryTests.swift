import Support
import SystemLimits
import SystemPackage
import Testing

/// What Linux says of memory, read from files that a test has made.
@Suite("Available memory")
struct AvailableMemoryTests {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private var files: SystemFiles { SystemFiles(root: scratch.path) }

  private func write(_ text: String, _ path: String) throws {
    let folder = path.split(separator: "/").dropLast().joined(separator: "/")
    _ = try scratch.makeFolder(folder)
    try scratch.write(Array(text.utf8), path)
  }

  @Test("the machine's free memory, with what can be swapped")
  func machine() throws {
    try write("MemTotal: 100 kB\nMemAvailable:  40 kB\nSwapTotal: 20 kB\nSwapFree: 2 kB\n", "proc/meminfo")
    #expect(files.availableMemory.map(\.bytes) == [42 * 1024])
    #expect(files.availableMemory.map(\.isShared) == [true])
  }

  @Test("control groups of version 2, those above too; pages of files count as free")
  func version2() throws {
    try write("0::/job/step\n", "proc/self/cgroup")
    try write("1000\n", "sys/fs/cgroup/job/step/memory.max")
    try write("700\n", "sys/fs/cgroup/job/step/memory.current")
    try write("anon 400\ninactive_file 200\nactive_file 100\n", "sys/fs/cgroup/job/step/memory.stat")
    try write("max\n", "sys/fs/cgroup/job/memory.max")
    try write("5000\n", "sys/fs/cgroup/memory.max")
    try write("6000\n", "sys/fs/cgroup/memory.current")
    #expect(files.availableMemory.map(\.bytes) == [600, 0])
  }

  @Test("control groups of version 1, where a container sees only the root")
  func version1() throws {
    try write("12:cpu,cpuacct:/x\n9:memory:/docker/1\n", "proc/self/cgroup")
    try write("2000\n", "sys/fs/cgroup/memory/memory.limit_in_bytes")
    try write("1500\n", "sys/fs/cgroup/memory/memory.usage_in_bytes")
    try write("total_inactive_file 500\n", "sys/fs/cgroup/memory/memory.stat")
    #expect(files.availableMemory.map(\.bytes) == [1000])
    try write("9223372036854771712\n", "sys/fs/cgroup/memory/memory.limit_in_bytes")
    #expect(files.availableMemory.isEmpty)
  }

  @Test("nothing is known where there are no such files, or damaged ones")
  func unknown() throws {
    #expect(files.availableMemory.isEmpty)
    try write("MemAvailable: much\n", "proc/meminfo")
    try write("0:\n::\n", "proc/self/cgroup")
    #expect(files.availableMemory.isEmpty)
  }

  @Test("a bound is too small for what is needed, by all processes that share it")
  func shortage() {
    let shared = AvailableMemory(bytes: 100, bound: "are free on this machine", isShared: true)
    let own = AvailableMemory(bytes: 60, bound: "are left of ulimit -v", isShared: false)
    #expect(AvailableMemory.shortage(of: 50, sharers: 2, in: [shared, own]) == nil)
    #expect(AvailableMemory.shortage(of: 51, sharers: 2, in: [shared, own]) == shared)
    #expect(AvailableMemory.shortage(of: 61, sharers: 1, in: [shared, own]) == own)
    #expect(AvailableMemory.shortage(of: .max, sharers: 2, in: [shared]) == shared)
    #expect(own.text == "60 bytes are left of ulimit -v")
  }

  @Test("numbers of bytes in words, sums and products that do not overflow")
  func byteCounts() {
    #expect(
      [999, 1000, 12_345, 999_600, 7_526_400_000].map(ByteCount.text) == [
        "999 bytes", "1.0 kB", "12 kB", "1.0 MB", "7.5 GB",
      ])
    #expect(ByteCount.product(.max, 2, 0) == 0 && ByteCount.product(.max, 2) == .max)
    #expect(ByteCount.sum([.max, 1]) == .max && ByteCount.sum([1, 2]) == 3)
  }

  @Test("a folder that is not there yet has the space of the one above; /proc says nothing")
  func space() throws {
    #expect(try #require(FreeSpace.bytes(for: .init(scratch.path + "/a/b"))) > 0)
    #expect(FreeSpace.bytes(for: "/proc/lockstep") == nil)
    #expect(FreeSpace.bytes(for: "not/there/yet") != nil)
  }
}
