import Foundation

/// What the environment variables tell about this process's place in a job, before MPI is started.
///
/// With it, usage errors are printed once and not once per rank, and a plain process starts no MPI at all.
/// A launcher is known by the presence of its variables; a value that is no count (not a number, negative) is ignored.
/// Variables may be left over from another program, so that alone does not make this process one of several.
package struct LaunchEnvironment: Hashable, Sendable {
  /// Who started this process; nil for a plain process.
  package let launcher: Launcher?
  /// Whether the launcher itself says so, and is still there: else nothing but its variables is left.
  package let isGenuine: Bool
  /// The rank that MPI will give this process; 0 for a plain process, and where variables are left over: nobody else
  /// speaks for it.
  package let rank: Int
  /// The number of processes that the launcher started; nil if it does not say.
  package let rankCount: Int?
  /// The number of this process among those of its machine, if the launcher says.
  package let localRank: Int?
  /// The number of processes on this machine, if the launcher says.
  package let localRankCount: Int?

  /// Reads the variables of a process.
  ///
  /// - Parameter exists: whether there is a folder; Open MPI's launcher has one as long as it lives.
  package init(
    _ environment: [String: String], exists: (String) -> Bool = { FileManager.default.fileExists(atPath: $0) }
  ) {
    func count(_ name: String?) -> Int? {
      guard let name, let value = environment[name].flatMap({ Int($0) }), value >= 0 else { return nil }
      return value
    }
    launcher = Launcher.allCases.first { $0.variables.marks.allSatisfy { environment[$0] != nil } }
    let variables = launcher?.variables
    isGenuine =
      variables?.proofs.contains { proof in environment.keys.contains { $0.hasPrefix(proof) } } ?? false
      && environment[Self.folderOfServer].map(exists) ?? true
    rank = isGenuine ? count(variables?.rank) ?? 0 : 0
    rankCount = count(variables?.rankCount)
    localRank = count(variables?.localRank)
    localRankCount = count(variables?.localRankCount)
  }

  /// The variable with the folder of the process that started this one, which goes when that one ends.
  private static let folderOfServer = "PMIX_SERVER_TMPDIR"

  /// Whether to start MPI, which a world of one needs not: a plain process would start a daemon (and take 0.3 s).
  package var startsMPI: Bool { launcher?.speaksMPI ?? false && isGenuine && rankCount != 1 }

  /// Why nobody knows which of several processes this is: variables of a launcher without the launcher; exit code 69.
  package var leftover: String? {
    guard let launcher, !isGenuine, launcher.speaksMPI, rankCount != 1 else { return nil }
    return "\(launcher.variables.rank) is set as by \(launcher.name), but none that is still there has started this "
      + "process: the variable is left over from another program. Unset it, or start all ranks with mpirun."
  }

  /// Why MPI must not be started: the launcher is another MPI's, so that every process would believe to be rank 0 of 1, or be
  /// ended by its library; exit code 69.
  package func complaint(library: MPILibrary) -> String? {
    guard startsMPI, let launcher, let wanted = launcher.implementation, let own = library.implementation, wanted != own
    else { return nil }
    return
      "this process was started by \(launcher.name), but the program was built with \(library.name): its ranks would not "
      + "find each other. Use mpirun of \(own.name), or build for the other one: Scripts/build --mpi."
  }

  /// Why this process must not train, if it found only itself where the launcher started several; exit code 69.
  ///
  /// Such processes would each train alone, and write over each other's files.
  ///
  /// - Parameters:
  ///   - ranksFound: the number of ranks that the communicator has.
  ///   - hasMPI: whether the program was built with MPI.
  package func complaint(ranksFound: Int, hasMPI: Bool) -> String? {
    guard let launcher, let rankCount, rankCount > 1, ranksFound == 1 else { return nil }
    return "\(launcher.name) started \(rankCount) processes, but each of them finds only itself. "
      + Self.remedy(for: launcher, hasMPI: hasMPI)
  }

  private static func remedy(for launcher: Launcher, hasMPI: Bool) -> String {
    guard hasMPI else {
      return "This program was built without MPI: run one process, or build it again without --disable-default-traits."
    }
    return switch launcher {
    case .torchrun: "Use mpirun (mpirun -n 4 …), not torchrun."
    case .slurm, .pmix: "Open MPI needs srun --mpi=pmix; or use mpirun inside the job."
    case .openMPI, .mvapich, .hydra, .pmi:
      "The mpirun is probably that of another MPI than the one this program was built with: compare their versions."
    }
  }
}
