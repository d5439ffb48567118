import Collectives
import Foundation
import Support

/// The `mpirun` in the path, or the one that LOCKSTEP_TEST_MPIRUN names.
enum MPILauncher {
  /// The file; nil if there is none.
  static let path: String? = {
    if let named = ProcessInfo.processInfo.environment["LOCKSTEP_TEST_MPIRUN"] { return named }
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return folders.map { "\($0)/mpirun" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  /// Whether the program can run under it.
  static var isUsable: Bool {
    #if MPI
      return path != nil
    #else
      return false
    #endif
  }

  /// What it is; nil where it is unknown, or not there.
  static let manager: ProcessManager? = {
    guard let path else { return nil }
    let (process, output) = (Process(), Pipe())
    process.executableURL = URL(filePath: path)
    process.arguments = ["--version"]
    process.standardOutput = output
    guard (try? process.run()) != nil else { return nil }
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    return ProcessManager(version: text.split(separator: "\n").first.map(String.init) ?? "")
  }()

  /// Whether it is MPICH's.
  static var isHydra: Bool { manager == .hydra }

  /// More ranks than processors, wherever the tests run, which may be a container whose user is root; no search for networks,
  /// which takes each start 0.2 s.
  private static var options: [String] {
    let openMPI = ["--bind-to", "none", "--mca", "pml", "ob1"]
    return switch manager {
    case .orte, nil:
      ["--oversubscribe"] + openMPI + ["--mca", "btl_vader_single_copy_mechanism", "none"] + sessionOptions
    case .prrte: ["--map-by", ":OVERSUBSCRIBE"] + openMPI + ["--mca", "osc", "sm", "--mca", "smsc", "^cma"]
    case .hydra: ["-bind-to", "none"]
    }
  }
  /// Where a job keeps its files: none shares a folder with another, as one that ends takes away what one that starts has just
  /// made ("orte_session_dir failed").
  private static var sessionOptions: [String] {
    ["--mca", "orte_tmpdir_base", sessions.appending(path: "\(UInt32.random(in: 0...UInt32.max))").path]
  }
  /// With a short name, for sockets in it have paths of 107 bytes at most; gone with this process.
  private static let sessions: URL = {
    let name = "mpi-\(ProcessInfo.processInfo.processIdentifier)"
    let folder = FileManager.default.temporaryDirectory.appending(path: name)
    atexit { try? FileManager.default.removeItem(at: MPILauncher.sessions) }
    return folder
  }()
  /// The variables without which it does not start as root.
  static let rootIsAllowed = ["OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"]

  /// A job of `ranks` ranks of the program.
  ///
  /// - Parameter wrapper: A script of the shell that each rank runs first, with the program and its arguments as `$@`;
  ///   it is to change what differs between ranks.
  static func job(
    ranks: Int, _ arguments: [String], environment: [String: String] = [:], wrapper: String? = nil
  ) -> Command {
    let program = [LockstepProgram.path] + arguments
    let wrapped = wrapper.map { ["/bin/sh", "-c", $0 + #"; exec "$@""#, "sh"] + program } ?? program
    return Command(
      path ?? "mpirun", ["-n", "\(ranks)"] + options + wrapped,
      environment: rootIsAllowed.merging(environment) { $1 })
  }

  /// A job in which every rank is called in another way.
  ///
  /// - Parameter calls: The arguments of the program on each rank.
  static func job(calls: [[String]]) -> Command {
    let ranks = calls.map { ["-n", "1", LockstepProgram.path] + $0 }
    return Command(
      path ?? "mpirun", options + Array(ranks.joined(separator: [":"])), environment: rootIsAllowed)
  }

  /// A script for `job`: does `change` on one rank only.
  static func onRank(_ rank: Int, _ change: String) -> String {
    #"if [ "${OMPI_COMM_WORLD_RANK:-$PMI_RANK}" = \#(rank) ]; then \#(change); fi"#
  }
}
