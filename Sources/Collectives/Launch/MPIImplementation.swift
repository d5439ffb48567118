/// A kind of MPI. All libraries of a kind find each other with the same process managers.
package enum MPIImplementation: Sendable, Equatable {
  case openMPI
  /// MPICH, and what was made of it: Intel MPI, MVAPICH, Cray's MPI.
  case mpich

  /// What it is called where no version is known.
  package var name: String {
    switch self {
    case .openMPI: "Open MPI"
    case .mpich: "MPICH"
    }
  }
}

/// The MPI library of this program.
package struct MPILibrary: Sendable, Equatable {
  /// With its version: "Open MPI 4.1.4", "MPICH 5.0.2".
  package let name: String
  /// Nil for one that nobody has tried.
  package let implementation: MPIImplementation?

  /// - Parameter version: what MPI_Get_library_version says: "Open MPI v4.1.4, package: …", "MPICH Version:      4.0.2".
  package init(version: String) {
    let line = version.prefix { $0 != "," && !$0.isNewline }
    let words = line.split(whereSeparator: \.isWhitespace).filter { !["Version", "Version:", ":"].contains($0) }
    name = words.joined(separator: " ").replacing(" v", with: " ", maxReplacements: 1)
    implementation =
      if name.contains("Open MPI") {
        .openMPI
      } else if ["MPICH", "MVAPICH", "Intel(R) MPI"].contains(where: name.contains) {
        .mpich
      } else { nil }
  }
}
