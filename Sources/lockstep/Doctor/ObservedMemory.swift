package import SystemLimits

/// What was seen of memory: what ranks share, and what each may take.
package struct ObservedMemory: Codable, Sendable {
  /// The file system of shared memory; nil where the system has none.
  package var shared: SharedMemoryRoom?
  /// What the ranks of this host would share to train `model`; nothing for one rank.
  package var windowBytes = 0
  /// How many ranks these are.
  package var ranks = 1
  package var model = ""
  /// Why the model does not fit into memory.
  package var shortage: String?

  package init() {}

  /// What MPI takes itself to talk through shared memory.
  ///
  /// Measured: with 2 MB in all, Open MPI 4.1's ranks end in MPI_Init ("target full"); with 4 they train.
  package static let bytesOfMPI = 4 << 20

  package var neededBytes: Int { ranks > 1 ? windowBytes + Self.bytesOfMPI : 0 }

  package var findings: [Finding] {
    let shortage = shortage.map {
      Finding(
        .problem, "memory", $0.withoutFullStop, why: "training \(model) ends with 78",
        mend: "what it says, or ulimit -v unlimited")
    }
    return [shortage, sharedFinding].compactMap(\.self)
  }

  private var sharedFinding: Finding? {
    guard ranks > 1, let shared else { return nil }
    let need = "\(ranks) ranks of \(model) take \(ByteCount.text(neededBytes))"
    if shared.freeBytes < neededBytes {
      let free = "\(SharedMemoryRoom.folder) has \(ByteCount.text(shared.freeBytes)) free"
      return Finding(
        .problem, "shared memory", "\(free), \(need)",
        why: shared.freeBytes < Self.bytesOfMPI
          ? "MPI does not start there" : "gradients would travel in messages, which is slower",
        mend: remedy)
    }
    return shared.refusal.map {
      Finding(
        .problem, "shared memory", "\(SharedMemoryRoom.folder) gives none: \($0); \(need)",
        why: "MPI does not start, or gradients travel in messages, which is slower", mend: remedy)
    }
  }

  private var remedy: String {
    let megabytes = max(64, (2 * neededBytes) >> 20)
    return
      "mount -o remount,size=\(megabytes)m /dev/shm; docker run --shm-size \(megabytes)m; in Kubernetes an emptyDir "
      + "of medium Memory"
  }
}
