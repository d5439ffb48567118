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
      guard launch.launcher == .pmi, MPIRanks.library.implementation == .openMPI else { return false }
      return !folders.contains { FileManager.default.fileExists(atPath: "\($0)/\(component)") }
    }

    /// Where Open MPI has its components: beside its library, or where Debian has them.
    private static var folders: [String] {
      guard let file = MPIRanks.libraryFile else { return [] }
      let folder = URL(filePath: file).deletingLastPathComponent().path
      return ["openmpi", "openmpi3", "openmpi/lib/openmpi3"].map { "\(folder)/\($0)" }
    }
  }
#endif
