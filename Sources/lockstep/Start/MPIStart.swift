import Foundation
import SystemPackage

/// The start of MPI, which succeeds once for each rank that a launcher has started, and waits for all the others.
enum MPIStart {
  /// Throws where MPI has been started in this rank's place before: MPI_Init would end the process or wait for ever.
  static func requireFirst(_ environment: [String: String]) throws {
    if let parent = parentWithMPI(environment) {
      throw LaunchError(
        description: """
          this process was started by \(parent), a program with MPI, in its place among the ranks: MPI starts once for each \
          of them. Start lockstep with an mpirun of its own, or as a plain process (env -i).
          """)
    }
    guard hasMark(environment) || HydraServer(environment)?.isHungUp ?? false else { return }
    throw LaunchError(
      description: """
        another lockstep has been a rank here before: MPI starts once for each rank that mpirun starts. Give every command \
        an mpirun of its own.
        """)
  }

  /// The name of a process between this one and the launcher that has MPI's library in its memory; nil if there is none.
  private static func parentWithMPI(_ environment: [String: String]) -> String? {
    var process = "\(getppid())"
    // Far more than the shells and tools that stand between a rank and its launcher.
    for _ in 0..<32 {
      guard ProcessFile.isRank(environment, process: process) else { return nil }
      if ProcessFile.text("maps", of: process).contains("/libmpi.so") {
        return ProcessFile.text("comm", of: process).trimmingCharacters(in: .whitespacesAndNewlines)
      }
      let parent = ProcessFile.text("status", of: process).split(separator: "\n").first { $0.hasPrefix("PPid:") }
      guard let parent = parent?.split(whereSeparator: \.isWhitespace).last else { return nil }
      process = String(parent)
    }
    return nil
  }

  /// Leaves a mark for this rank in the launcher's folder, which goes when the job ends.
  ///
  /// - Returns: whether it was there before; false where no mark can be left.
  private static func hasMark(_ environment: [String: String]) -> Bool {
    guard let folder = environment["PMIX_SERVER_TMPDIR"], let space = environment["PMIX_NAMESPACE"],
      let rank = environment["PMIX_RANK"], !space.contains("/"), !rank.contains("/")
    else { return false }
    do {
      let mark = FilePath(folder).appending("lockstep-\(space)-\(rank)")
      try FileDescriptor.open(
        mark, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec], permissions: .ownerReadWrite
      ).close()
      return false
    } catch {
      return (error as? Errno) == .fileExists
    }
  }
}
