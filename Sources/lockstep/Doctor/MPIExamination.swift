import Collectives
import ExitCodes
import Foundation

/// What looks at the MPI library and its launcher, without starting MPI in this process.
struct MPIExamination {
  /// What a launcher may be called where several MPIs are installed, as Debian calls them.
  private static let otherNames = ["mpirun.openmpi", "mpirun.mpich", "mpiexec.hydra", "mpiexec"] + besideLibrary

  /// The one that was installed together with the library, which need not be in the path.
  private static var besideLibrary: [String] { OwnMPI.folder.map { ["\($0)/bin/mpirun"] } ?? [] }
  /// How long a launcher may take to say its version, and to start and end a rank, in seconds.
  private static let patience = (version: 10.0, trial: 30.0)

  /// As the user named it.
  let launcher: String?
  let environment: [String: String]
  /// Whether a launcher has started this process.
  let isStarted: Bool

  var observation: ObservedMPI {
    var mpi = ObservedMPI()
    mpi.library = OwnMPI.library?.name
    mpi.isRoot = geteuid() == 0
    mpi.rootIsAllowed = LaunchOptions.allowsRoot(environment)
    mpi.isStarted = isStarted
    let names = launcher.map { [$0] } ?? ["mpirun"] + Self.besideLibrary
    guard let path = names.lazy.compactMap({ AskedProgram.find($0, environment) }).first else {
      mpi.launcherFault = launcher.map { "there is no program \($0)" }
      return mpi
    }
    mpi.launcher = path
    let answer = AskedProgram(path, ["--version"], within: Self.patience.version)
    mpi.launcherText = answer.output.split(separator: "\n").prefix(3).joined(separator: "\n")
    if answer.status != .done {
      mpi.launcherFault = "\(path) --version fails: \(answer.complaint)"
      return mpi
    }
    guard let library = mpi.libraryRelease else { return mpi }
    guard let release = mpi.launcherRelease, library.fits(release) else {
      mpi.others = others(than: path, library)
      return mpi
    }
    if !isStarted, !mpi.refusesRoot { mpi.trial = trial(path) }
    return mpi
  }

  private func others(than path: String, _ library: MPIRelease) -> [String] {
    Self.otherNames.filter { name in
      guard let other = AskedProgram.find(name, environment), other != path else { return false }
      let release = MPIRelease(AskedProgram(other, ["--version"], within: Self.patience.version).output)
      return release.map(library.fits) ?? false
    }
  }

  /// Starts one process, which says what it was told.
  private func trial(_ path: String) -> ObservedMPI.Trial {
    let answer = AskedProgram(path, ["-n", "1", "/usr/bin/env"], within: Self.patience.trial)
    guard answer.status == .done else { return .failed(answer.complaint.withoutFullStop) }
    let line = answer.output.split(separator: "\n").first { $0.hasPrefix("OMPI_UNIVERSE_SIZE=") }
    return .ran(slots: line.flatMap { Int($0.split(separator: "=")[1]) })
  }
}
