import CSignals
import Collectives
import ExitCodes
import Foundation
import Subprocess
import SystemPackage

/// One start of a job: mpirun with its ranks, or the program alone.
struct JobProcess {
  /// The program and its arguments.
  let line: [String]
  /// What mpirun is, which is told by its supervisor alone what to do; nil for the program alone.
  let manager: ProcessManager?

  /// Runs the job to its end; what it writes goes where this process writes.
  func run(_ orders: JobOrders) async throws -> ExitStatus {
    let line = BoundProgram.line(line, isShielded: manager != nil)
    guard let program = Bundle.main.executablePath else { throw LaunchError.programUnknown }
    var options = PlatformOptions()
    // Away from the terminal's signals: this process passes on what is meant for the ranks.
    options.processGroupID = 0
    let input = try readsInput ? FileDescriptor.standardInput : FileDescriptor.open(FilePath("/dev/null"), .readOnly)
    let result = try await Subprocess.run(
      .path(FilePath(program)), arguments: Arguments(Array(line.dropFirst())), platformOptions: options,
      input: .fileDescriptor(input, closeAfterSpawningProcess: !readsInput),
      output: .currentStandardOutput, error: .currentStandardError
    ) { execution in
      orders.started(execution.processIdentifier.value, manager)
    }
    orders.ended()
    if manager != nil { Self.endOrphans() }
    // It has removed all that is its own where it has ended by itself.
    if manager != nil, case .signaled = result.terminationStatus {
      LauncherLeftovers.remove(ofProcess: result.processIdentifier.value)
    }
    let status = result.terminationStatus.shellStatus
    return manager.map { ExitStatus(rawValue: $0.status(ofCode: status.rawValue)) } ?? status
  }

  /// No rank needs standard input, which may be that of the loop around this command; an option may name it all the same.
  private var readsInput: Bool { line.contains { $0.contains("/dev/stdin") } }

  /// Ends ranks that their launcher has left behind: a shell between the two may have kept them from ending with it.
  private static func endOrphans() {
    for child in ProcessFile.children() {
      guard ["PMIX_RANK", "PMI_RANK"].contains(where: { ProcessFile.hasVariable($0, process: child) }) else { continue }
      if let number = Int32(child) { csignals_end_child(number) }
    }
  }
}
