import ExitCodes
import Subprocess
import SystemPackage

/// Another program, run to its end.
enum ChildProcess {
  typealias Result = ExecutionResult<Void, StringOutput<UTF8>, StringOutput<UTF8>>

  /// What it may write to an output before that is an error.
  private static let outputLimit = 1 << 20
  /// How long mpirun may take to end its ranks when it is asked to.
  private static let grace = Duration.seconds(10)

  static func run(_ path: String, _ arguments: [String]) async throws -> Result {
    var options = PlatformOptions()
    // Away from the terminal's signals: mpirun takes a second one as an order to leave its ranks alone.
    options.processGroupID = 0
    options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: grace)]
    return try await Subprocess.run(
      .path(FilePath(path)), arguments: Arguments(arguments), platformOptions: options,
      output: .string(limit: outputLimit), error: .string(limit: outputLimit))
  }
}

extension TerminationStatus {
  /// As shells tell it: by a code, which has 128 in it where a signal ended the child.
  var shellStatus: ExitStatus {
    switch self {
    case .exited(let code): ExitStatus(rawValue: code)
    case .signaled(let signal): .signal(signal)
    }
  }
}

/// A child process did not end well.
struct ChildFailure: ProgramError {
  /// The command, without quotation marks.
  let command: String
  /// That of the child, with which this program ends too.
  let exitStatus: ExitStatus
  /// What the child wrote to standard error.
  let standardError: String

  var description: String {
    let lines = standardError.split(separator: "\n").map { "  \($0)" }
    let said = lines.isEmpty ? ["It wrote nothing to standard error."] : ["It wrote to standard error:"] + lines
    return (["a run ended with exit code \(exitStatus.rawValue): \(command)"] + said).joined(separator: "\n")
  }
}
