import SystemLimits

/// What was seen of the limits that `ulimit` sets; nil without a limit.
package struct ObservedLimits: Codable, Sendable {
  package var openFiles: Int?
  package var stackBytes: Int?
  package var lockedBytes: Int?
  package var addressSpaceBytes: Int?
  /// Whether there is a network card that reads memory by itself (InfiniBand).
  package var hasDirectNetwork = false
  /// The ranks of this host.
  package var ranks = 1

  package init() {}

  /// Measured: Open MPI 4.1 with two ranks crashes with 32 open files, and trains with 48.
  private var neededFiles: Int { 40 + 4 * ranks }
  /// Measured: with 64 kB the program does not start, with 128 it trains.
  private static let neededStack = 256 << 10
  /// What drivers of such cards ask for is unlimited; with less than this they fail.
  private static let neededLocked = 1 << 30

  package var findings: [Finding] {
    var all: [Finding] = []
    if let openFiles, openFiles < neededFiles {
      all.append(
        Finding(
          .problem, "limits", "ulimit -n allows \(openFiles) open files",
          why: "mpirun and \(ranks) ranks need about \(neededFiles)",
          mend: "ulimit -n 4096"))
    }
    if let stackBytes, stackBytes < Self.neededStack {
      all.append(
        Finding(
          .problem, "limits", "ulimit -s allows a stack of \(ByteCount.text(stackBytes))", why: "the program may crash",
          mend: "ulimit -s 8192"))
    }
    if let lockedBytes, hasDirectNetwork, lockedBytes < Self.neededLocked {
      all.append(
        Finding(
          .problem, "limits", "ulimit -l allows to lock \(ByteCount.text(lockedBytes))",
          why: "MPI cannot use the InfiniBand card, or fails to start with it",
          mend: "ulimit -l unlimited, in /etc/security/limits.conf or the unit of slurmd"))
    }
    return all
  }
}
