import Collectives
import Foundation
import Subprocess
import SystemPackage

/// mpirun, which starts the ranks of a job as its children.
struct RankLauncher {
  /// Its file.
  let path: String
  /// Its own name and version.
  let version: String
  /// What it is behind its name.
  let manager: ProcessManager

  /// The launcher that the user named, or else the first one that is of the same MPI as this program: beside the library, or in
  /// the path.
  ///
  /// - Throws: `LaunchError` where `name` is of another MPI, or of none that is known.
  /// - Returns: nil where no name is given, and none is found.
  static func find(_ name: String?) async throws -> RankLauncher? {
    let wanted = OwnMPI.library?.implementation
    if let name {
      let launcher = try await RankLauncher(name)
      guard let library = OwnMPI.library, let wanted, wanted != launcher.manager.implementation else { return launcher }
      throw LaunchError(
        description: """
          \(name) is mpirun of \(launcher.manager.implementation.name) ("\(launcher.version)"), and this program was built with \
          \(library.name): its ranks would not find each other. Name the mpirun of that one with --launcher, or build with the \
          other: Scripts/build --mpi.
          """)
    }
    for name in names(of: wanted ?? .openMPI) {
      if let launcher = try? await RankLauncher(name), launcher.manager.implementation == wanted ?? .openMPI {
        return launcher
      }
    }
    return nil
  }

  /// What it may be called: where several MPIs are installed, mpirun alone may be another one's.
  private static func names(of implementation: MPIImplementation) -> [String] {
    let others =
      switch implementation {
      case .openMPI: ["mpirun.openmpi"]
      case .mpich: ["mpirun.mpich", "mpiexec.hydra"]
      }
    return (OwnMPI.folder.map { ["\($0)/bin/mpirun"] } ?? []) + ["mpirun"] + others
  }

  /// What is said where there is none.
  static var absence: String {
    switch OwnMPI.library?.implementation ?? .openMPI {
    case .openMPI: "no mpirun of Open MPI in PATH (Debian: openmpi-bin)"
    case .mpich: "no mpirun of MPICH in PATH (Debian: mpich)"
    }
  }

  /// - Parameter name: to be found in the path, or a file.
  private init(_ name: String) async throws {
    let executable = name.contains("/") ? Executable.path(FilePath(name)) : .name(name)
    let (path, result): (String, ChildProcess.Result)
    do {
      path = try await executable.resolveExecutablePath(in: .inherit).string
      result = try await ChildProcess.run(path, ["--version"])
    } catch let error as SubprocessError {
      throw LaunchError(
        description: """
          cannot run \(name): \(error) The ranks are started with mpirun (Debian: openmpi-bin, mpich): install that of the program's MPI, or name it with \
          --launcher.
          """)
    }
    let lines = result.standardOutput.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    guard result.terminationStatus.isSuccess, let manager = ProcessManager(version: lines.first ?? "") else {
      throw LaunchError(
        description: """
          \(name) is not an mpirun that is known here: for --version it prints "\(lines.first ?? "")", expected a line with \
          "Open MPI", or with "HYDRA" as MPICH's. Name another with --launcher, as in --launcher mpirun.openmpi.
          """)
    }
    self.path = path
    self.manager = manager
    // Hydra's number stands in the second line.
    let number = lines.dropFirst().first?.split(separator: " ").last
    version = manager == .hydra ? "mpirun (MPICH) \(number ?? "")" : lines[0]
  }

  /// Runs `program` on ranks as planned, and waits for their end; what they write to standard output is lost.
  ///
  /// When the task is cancelled, mpirun is asked to end its ranks, and killed if it does not.
  ///
  /// - Parameter processors: the numbers of the processors that the ranks may use; nil for those that mpirun gives them.
  /// - Throws: ``ChildFailure`` unless all ends well; `CancellationError`.
  func run(_ program: String, _ arguments: [String], as plan: LaunchPlan, processors: [Int]? = nil) async throws {
    let confinement = processors.map { ["taskset", "-c", $0.map(String.init).joined(separator: ",")] } ?? []
    let arguments = plan.arguments(for: manager) + confinement + [program] + arguments
    let result = try await ChildProcess.run(path, arguments)
    try Task.checkCancellation()
    guard !result.terminationStatus.isSuccess else { return }
    throw ChildFailure(
      command: ([path] + arguments).joined(separator: " "), exitStatus: result.terminationStatus.shellStatus,
      standardError: result.standardError)
  }
}
