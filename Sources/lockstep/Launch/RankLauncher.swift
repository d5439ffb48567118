import Collectives
import Foundation
import Subprocess
import SystemPackage

/// Open MPI's mpirun, which starts the ranks of a job as its children.
struct RankLauncher {
  /// What it is called in the path: where several MPIs are installed, mpirun alone may be another one's.
  private static let usualNames = ["mpirun", "mpirun.openmpi"]

  /// Its file.
  let path: String
  /// Its own name and version.
  let version: String

  /// The launcher that the user named, or else the first one of the path.
  ///
  /// - Throws: `LaunchError` where `name` is none of Open MPI's.
  /// - Returns: nil where no name is given, and the path has none.
  static func find(_ name: String?) async throws -> RankLauncher? {
    if let name { return try await RankLauncher(name) }
    for name in usualNames {
      if let launcher = try? await RankLauncher(name) { return launcher }
    }
    return nil
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
          cannot run \(name): \(error) The ranks are started with Open MPI's mpirun: install it (Debian: openmpi-bin), or \
          name it with --launcher.
          """)
    }
    let line = result.standardOutput.split(separator: "\n").first.map(String.init) ?? ""
    guard result.terminationStatus.isSuccess, line.contains("Open MPI") else {
      throw LaunchError(
        description: """
          \(name) is not Open MPI's mpirun: for --version it prints "\(line)", expected a line with "Open MPI". \
          Name another with --launcher, as in --launcher mpirun.openmpi.
          """)
    }
    self.path = path
    version = line
  }

  /// Runs `program` on ranks as planned, and waits for their end; what they write to standard output is lost.
  ///
  /// When the task is cancelled, mpirun is asked to end its ranks, and killed if it does not.
  ///
  /// - Parameter processors: the numbers of the processors that the ranks may use; nil for those that mpirun gives them.
  /// - Throws: ``ChildFailure`` unless all ends well; `CancellationError`.
  func run(_ program: String, _ arguments: [String], as plan: LaunchPlan, processors: [Int]? = nil) async throws {
    let confinement = processors.map { ["taskset", "-c", $0.map(String.init).joined(separator: ",")] } ?? []
    let arguments = plan.openMPIArguments + confinement + [program] + arguments
    let result = try await ChildProcess.run(path, arguments)
    try Task.checkCancellation()
    guard !result.terminationStatus.isSuccess else { return }
    throw ChildFailure(
      command: ([path] + arguments).joined(separator: " "), exitStatus: result.terminationStatus.shellStatus,
      standardError: result.standardError)
  }
}
