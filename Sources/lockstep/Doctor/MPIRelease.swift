/// Which MPI something belongs to, as far as its own text tells: a library's, or that of a launcher's `--version`.
package struct MPIRelease: Equatable, Sendable {
  /// Who made it.
  package enum Family: String, Sendable {
    case openMPI = "Open MPI"
    case mpich = "MPICH"
    case intel = "Intel MPI"
    case mvapich = "MVAPICH"
    case cray = "Cray MPICH"

    /// Whether its ranks find each other as MPICH's do, whose launcher is called Hydra.
    var isOfHydra: Bool { self != .openMPI }
  }

  package let family: Family
  /// "4.1.4"; empty where the text has none.
  package let version: String

  /// - Parameter text: "Open MPI v4.1.4, package: …", "MPICH Version: 4.0.2 …", "HYDRA build details: …".
  package init?(_ text: String) {
    // What others have made of MPICH also says so, or its launcher's name: they come first.
    let marks: [(String, Family)] = [
      ("Open MPI", .openMPI), ("PRRTE", .openMPI), ("Intel(R) MPI", .intel), ("MVAPICH", .mvapich),
      ("CRAY MPICH", .cray), ("MPICH", .mpich), ("HYDRA", .mpich),
    ]
    guard let (mark, family) = marks.first(where: { text.contains($0.0) }) else { return nil }
    self.family = family
    let rest = text.firstRange(of: mark).map { text[$0.upperBound...] } ?? ""
    version = rest.firstMatch(of: /\d+(?:\.\w+)+/).map { String($0.output) } ?? ""
  }

  /// "Open MPI 4.1.4".
  package var name: String { version.isEmpty ? family.rawValue : "\(family.rawValue) \(version)" }

  /// Whether ranks with this library find each other under a launcher of `launcher`.
  package func fits(_ launcher: MPIRelease) -> Bool { family.isOfHydra == launcher.family.isOfHydra }
}
