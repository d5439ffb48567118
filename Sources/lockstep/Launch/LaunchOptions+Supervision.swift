import Collectives
import ExitCodes
import Foundation

extension LaunchOptions {
  /// Runs a training, again and again if need be.
  ///
  /// - Parameters:
  ///   - manager: what mpirun is; nil where the program is started alone.
  ///   - wait: what is waited for before each start.
  ///   - plan: mpirun with its arguments, for the first start or one that may find less than was there; none where the program
  ///     is started alone, nil where it cannot be started now.
  /// - Returns: what this process is to end with.
  func supervise(
    _ command: LaunchedCommand, _ training: LaunchedCommand.Training, name: String, manager: ProcessManager?,
    wait: HostWait? = nil, plan: (_ mayLackHosts: Bool) async throws -> [String]?
  ) async throws -> ExitStatus {
    // Before a folder is made.
    let first = try await plan(false) ?? []
    if manager?.implementation == .openMPI, !first.isEmpty { try Self.requireUser() }
    let restartable = try RestartableTraining(command, training, isRestarted: maxRestarts > 0)
    var supervisor = JobSupervisor(name, folder: restartable.folder, maxRestarts: maxRestarts)
    return try await supervisor.run(after: wait) { isRestart in
      guard let launcher = isRestart || wait != nil ? try await plan(true) : first else { return nil }
      return JobProcess(
        line: launcher + restartable.line(isRestart: isRestart), manager: launcher.isEmpty ? nil : manager)
    }
  }

  private static let rootVariables = ["OMPI_ALLOW_RUN_AS_ROOT", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"]

  /// Whether the user has told Open MPI, twice, that it may start as root.
  static func allowsRoot(_ environment: [String: String]) -> Bool {
    rootVariables.allSatisfy { environment[$0] == "1" }
  }

  /// Open MPI does not start as root unless it is told so, which is the user's choice.
  private static func requireUser() throws(LaunchError) {
    guard geteuid() == 0, !allowsRoot(ProcessInfo.processInfo.environment) else { return }
    throw LaunchError(
      description: """
        mpirun does not run as root. Use another account or, if you accept the risk (in a container, say):
          export \(rootVariables.map { "\($0)=1" }.joined(separator: " "))
        """)
  }
}
