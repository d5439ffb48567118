/// What was seen of the MPI library and of the launcher that would start ranks of it.
///
/// A new value, of this and the other observations, is one of which nothing was seen: nothing is found in it.
package struct ObservedMPI: Codable, Sendable {
  /// What became of the start of one rank, tried.
  package enum Trial: Codable, Equatable, Sendable {
    /// It ran; with the number of slots that the launcher told it of, if any.
    case ran(slots: Int?)
    /// It did not; with the launcher's reason.
    case failed(String)
  }

  /// The library's name and version; nil in a program without MPI.
  package var library: String?
  /// The file of the launcher; nil where there is none in the path.
  package var launcher: String?
  /// What it prints for `--version`.
  package var launcherText = ""
  /// The launchers beside it in the path that do fit.
  package var others: [String] = []
  /// Why the launcher that the user has named cannot be run.
  package var launcherFault: String?
  /// Nil where it was not tried, as under a launcher.
  package var trial: Trial?
  package var isRoot = false
  /// Whether the variables are set without which Open MPI starts nothing as root.
  package var rootIsAllowed = false
  /// Whether the launcher has started this process already.
  package var isStarted = false

  package init() {}

  package var libraryRelease: MPIRelease? { library.flatMap { MPIRelease($0) } }
  package var launcherRelease: MPIRelease? { MPIRelease(launcherText) }

  /// Whether Open MPI would refuse to start, for this user.
  var refusesRoot: Bool {
    launcherRelease?.family == .openMPI && isRoot && !rootIsAllowed && !isStarted
  }

  package var findings: [Finding] {
    guard let library else {
      let note = Finding(
        .note, "MPI", "this program was built without MPI", why: "it trains as one process with threads",
        mend: "Scripts/build, without --disable-default-traits, where several ranks are wanted")
      return launcherFault.map { [unusable($0)] } ?? [note]
    }
    if let launcherFault { return [unusable(launcherFault)] }
    guard let launcher else { return isStarted ? [] : [absent] }
    if let libraryRelease, let launcherRelease, !libraryRelease.fits(launcherRelease) {
      return [other(launcher, launcherRelease, libraryRelease)]
    }
    if launcherRelease == nil {
      let line = launcherText.split(separator: "\n").first.map(String.init) ?? ""
      return [
        Finding(
          .problem, "mpirun", "\(launcher) belongs to no MPI that is known here: --version prints \"\(line)\"",
          why: "the ranks may not find each other; this program's library is \(Self.firstLine(library))",
          mend: advice(libraryRelease))
      ]
    }
    if refusesRoot {
      return [
        Finding(
          .problem, "root", "mpirun does not start as root without two variables", why: "no job of ranks starts",
          mend: "export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1, or be another user")
      ]
    }
    guard case .failed(let reason)? = trial else { return [] }
    return [
      Finding(
        .problem, "mpirun", "\(launcher) starts no rank: \(reason)", why: "no job of ranks starts",
        mend: "\(launcher) -n 1 hostname shows all that it says")
    ]
  }

  private var absent: Finding {
    let package = libraryRelease?.family == .openMPI ? "apt-get install openmpi-bin" : "install the library's mpirun"
    return Finding(
      .note, "mpirun", "none in PATH", why: "one process with threads trains the same weights; several hosts need it",
      mend: "\(package), or name it with --launcher")
  }

  private func unusable(_ reason: String) -> Finding {
    Finding(.problem, "mpirun", reason, why: "no ranks start", mend: "name another with --launcher")
  }

  private func other(_ launcher: String, _ its: MPIRelease, _ library: MPIRelease) -> Finding {
    Finding(
      .problem, "mpirun", "\(launcher) is of \(its.name), but this program's library is \(library.name)",
      why: "their ranks would not find each other, so that none starts",
      mend: advice(library))
  }

  private func advice(_ library: MPIRelease?) -> String {
    if let fitting = others.first { return "start ranks with \(fitting), as in Launch/local --launcher \(fitting)" }
    return "put the mpirun of \(library?.name ?? "the library") first in PATH, or build with this one's library "
      + "(Scripts/build)"
  }

  private static func firstLine(_ text: String) -> String { text.split(separator: "\n").first.map(String.init) ?? "" }
}
