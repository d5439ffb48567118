import SystemLimits

/// What was seen of the folders that are written to.
package struct ObservedFolders: Codable, Sendable {
  /// The temporary folder, why it cannot be used, and what is free in it.
  package var temporary = ""
  package var temporaryFault: String?
  package var temporaryFreeBytes: Int?
  /// The folder for runs; nil on ranks that write none. Why it cannot be written, and what is free.
  package var output: String?
  package var outputFault: String?
  package var outputFreeBytes: Int?
  /// What a run of `model` writes at the least.
  package var neededBytes = 0
  package var model = ""
  /// Why a file of it would be too large.
  package var sizeFault: String?

  package init() {}

  /// What MPI keeps of a job there; measured with Open MPI 4.1: 5 MB.
  private static let bytesOfMPI = 8 << 20

  package var findings: [Finding] { [temporaryFinding, outputFinding].compactMap(\.self) }

  private var temporaryFinding: Finding? {
    let (why, mend) = ("mpirun keeps its jobs' files there, and does not start", "export TMPDIR=/tmp, or make room")
    if let temporaryFault { return Finding(.problem, "temporary folder", temporaryFault, why: why, mend: mend) }
    guard let temporaryFreeBytes, temporaryFreeBytes < Self.bytesOfMPI else { return nil }
    return Finding(
      .problem, "temporary folder", "\(temporary) has \(ByteCount.text(temporaryFreeBytes)) free", why: why, mend: mend)
  }

  private var outputFinding: Finding? {
    guard let output else { return nil }
    if let outputFault {
      return Finding(
        .problem, "output", outputFault, why: "training ends with 73",
        mend: "--output-dir with a folder that can be written")
    }
    if let sizeFault {
      return Finding(.problem, "output", sizeFault, why: "training ends with 74", mend: "ulimit -f unlimited")
    }
    guard let outputFreeBytes, outputFreeBytes < neededBytes else { return nil }
    return Finding(
      .problem, "disk",
      "\(output) has \(ByteCount.text(outputFreeBytes)) free, a run of \(model) writes "
        + ByteCount.text(neededBytes),
      why: "training ends with 74", mend: "make room (df -h shows where), or --output-dir on another disk")
  }
}
