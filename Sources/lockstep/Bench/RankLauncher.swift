import Benchmarks
import Foundation
import Subprocess
import SystemPackage

/// Open MPI's mpirun, which starts the ranks of a run as its children.
struct RankLauncher {
  /// What it may write to an output before that is an error.
  private static let outputLimit = 1 << 20
  /// How long mpirun may take to end its ranks when it is asked to.
  private static let grace = Duration.seconds(10)

  /// A name to be found in the path, or a file.
  let name: String
  /// Its own name and version.
  let version: String

  /// - Throws: `LaunchError` unless `name` is Open MPI's.
  init(_ name: String) async throws {
    self.name = name
    let result = try await Self.start(name, ["--version"])
    let line = result.standardOutput.split(separator: "\n").first.map(String.init) ?? ""
    guard result.terminationStatus.isSuccess, line.contains("Open MPI") else {
      throw LaunchError(
        description: """
          \(name) is not Open MPI's mpirun: for --version it prints "\(line)", expected a line with "Open MPI". \
          Name another with --launcher, as in --launcher mpirun.openmpi.
          """)
    }
    version = line
  }

  /// Runs `program` on ranks placed so, and waits for their end; what they write to standard output is lost.
  ///
  /// When the task is cancelled, mpirun is asked to end its ranks, and killed if it does not.
  ///
  /// - Parameter processors: the numbers of the processors that the ranks may use; nil for those that mpirun gives them.
  /// - Throws: ``ChildFailure`` unless all ends well; `CancellationError`.
  func run(
    _ program: String, _ arguments: [String], on placement: RankPlacement, processors: [Int]? = nil
  ) async throws {
    let confinement = processors.map { ["taskset", "-c", $0.map(String.init).joined(separator: ",")] } ?? []
    let arguments = placement.launcherArguments + confinement + [program] + arguments
    let result = try await Self.start(name, arguments)
    try Task.checkCancellation()
    guard !result.terminationStatus.isSuccess else { return }
    throw ChildFailure(
      command: ([name] + arguments).joined(separator: " "), exitCode: result.terminationStatus.shellCode,
      standardError: result.standardError)
  }

  private static func start(
    _ name: String, _ arguments: [String]
  ) async throws -> ExecutionResult<Void, StringOutput<UTF8>, StringOutput<UTF8>> {
    var options = PlatformOptions()
    // Away from the terminal's signals: mpirun takes a second one as an order to leave its ranks alone.
    options.processGroupID = 0
    options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: grace)]
    do {
      return try await Subprocess.run(
        name.contains("/") ? .path(FilePath(name)) : .name(name), arguments: Arguments(arguments),
        platformOptions: options, output: .string(limit: outputLimit), error: .string(limit: outputLimit))
    } catch let error as SubprocessError {
      throw LaunchError(
        description: """
          cannot run \(name): \(error) bench scale starts the ranks with Open MPI's mpirun: install it \
          (Debian: openmpi-bin), or name it with --launcher.
          """)
    }
  }
}

extension TerminationStatus {
  /// The exit code; 128 plus the signal's number if a signal ended the child, as shells count.
  fileprivate var shellCode: Int32 {
    switch self {
    case .exited(let code): code
    case .signaled(let signal): 128 + signal
    }
  }
}

/// A child process did not end well.
struct ChildFailure: Error, CustomStringConvertible {
  /// The command, without quotation marks.
  let command: String
  /// As shells count.
  let exitCode: Int32
  /// What the child wrote to standard error.
  let standardError: String

  var description: String {
    let lines = standardError.split(separator: "\n").map { "  \($0)" }
    let said = lines.isEmpty ? ["It wrote nothing to standard error."] : ["It wrote to standard error:"] + lines
    return (["a run ended with exit code \(exitCode): \(command)"] + said).joined(separator: "\n")
  }
}
