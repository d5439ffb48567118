import Collectives
import Foundation

#if MPI
  import MPICollectives
#endif

/// The MPI that this program was built with.
enum OwnMPI {
  #if MPI
    /// Nil for a program without MPI.
    static let library: MPILibrary? = MPIRanks.library

    /// The folder that the library was installed in, with bin beside its lib; nil where nobody knows.
    static let folder: String? = {
      guard let file = MPIRanks.libraryFile else { return nil }
      let folder = URL(filePath: file).resolvingSymlinksInPath().deletingLastPathComponent()
      return ["lib", "lib64"].contains(folder.lastPathComponent) ? folder.deletingLastPathComponent().path : nil
    }()
  #else
    static let library: MPILibrary? = nil
    static let folder: String? = nil
  #endif
}
