import Collectives
import Foundation

#if MPI
  import MPICollectives

  /// Slurm's PMI-2, by which an MPI library finds the other processes of `srun --mpi=pmi2`; it must have been built for it.
  enum SlurmPMI {
    /// The part of Open MPI that speaks it, up to version 4; Debian's is built without, and 5 has none.
    private static let component = "mca_pmix_s2.so"

    /// Whether MPI_Init would end this process: its launcher speaks PMI-2, which this MPI library does not understand.
    static func isUnknown(to launch: LaunchEnvironment) -> Bool {
      guard launch.launcher == .slurmPMI, (try? MPIRanks.libraryName(rank: nil))?.hasPrefix("Open MPI") ?? false else {
        return false
      }
      return !folders.contains { FileManager.default.fileExists(atPath: "\($0)/\(component)") }
    }

    /// Where Open MPI has its components: beside its library, or where Debian has them.
    private static var folders: [String] {
      let line = ProcessFile.text("maps", of: "self").split(separator: "\n").first { $0.contains("/libmpi.so") }
      guard let line, let start = line.firstIndex(of: "/"), let end = line.lastIndex(of: "/") else { return [] }
      return ["openmpi", "openmpi3", "openmpi/lib/openmpi3"].map { "\(line[start..<end])/\($0)" }
    }
  }
#endif
