import Foundation

/// A child process that has been started.
///
/// Its output goes to files: no pipe can fill up, or stay open because a grandchild inherited it.
package final class RunningCommand: Sendable {
  /// How long a child may take to end itself when it is asked to; mpirun ends its ranks first.
  private static let grace = Duration.seconds(10)

  private let command: Command
  private let process = Process()
  private let files: ScratchFolder
  private let ended: AsyncStream<Never>

  /// Starts `command`, with nothing to read on its standard input.
  ///
  /// - Throws: Foundation's error if the program cannot be started.
  package init(_ command: Command) throws {
    self.command = command
    files = try ScratchFolder()
    let (ended, end) = AsyncStream.makeStream(of: Never.self)
    self.ended = ended
    process.executableURL = URL(filePath: command.program)
    process.arguments = command.arguments
    process.environment = command.childEnvironment
    if let folder = command.folder { process.currentDirectoryURL = URL(filePath: folder) }
    process.standardInput = FileHandle.nullDevice
    let streams = try ["output", "error"].map { try FileHandle(forWritingTo: URL(filePath: files.write([], $0))) }
    process.standardOutput = streams[0]
    process.standardError = streams[1]
    process.terminationHandler = { _ in end.finish() }
    try Self.withoutBlockedSignals { try process.run() }
    // The child has its own; these would stay open as long as Foundation remembers the child, and a thousand are too many.
    for stream in streams { try stream.close() }
  }

  deinit {
    // A test that failed before it waited for the end.
    if process.isRunning { process.terminate() }
  }

  /// Whether the child has not ended yet.
  package var isRunning: Bool { process.isRunning }

  /// What it has written to standard error so far.
  package var standardErrorSoFar: String { (try? files.text("error")) ?? "" }

  /// Sends the child a signal.
  package func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Waits for the end of the child. To be called once.
  ///
  /// - Throws: ``TimeLimitExceeded``.
  package func result() async throws -> CommandResult {
    let watchdog = Task { await endAfterLimit() }
    for await _ in ended {}
    watchdog.cancel()
    let isExpired = await watchdog.value
    let isSignal = process.terminationReason == .uncaughtSignal
    let result = CommandResult(
      command: "\(command)", exitCode: process.terminationStatus + (isSignal ? 128 : 0),
      standardOutput: try files.text("output"), standardError: try files.text("error"))
    if isExpired { throw TimeLimitExceeded(limit: command.limit, result: result) }
    return result
  }

  /// Runs `body` with no signal blocked.
  ///
  /// A child inherits the mask of the thread that starts it, and the threads that run tests block most signals: mpirun
  /// and its ranks could not be asked to end.
  private static func withoutBlockedSignals(_ body: () throws -> Void) rethrows {
    var none = sigset_t()
    var usual = sigset_t()
    unsafe sigemptyset(&none)
    unsafe pthread_sigmask(SIG_SETMASK, &none, &usual)
    defer { unsafe pthread_sigmask(SIG_SETMASK, &usual, nil) }
    try body()
  }

  /// Ends the child when its time is over, unless this task is cancelled before.
  ///
  /// - Returns: Whether its time was over.
  private func endAfterLimit() async -> Bool {
    do { try await Task.sleep(for: command.limit) } catch { return false }
    process.terminate()
    do { try await Task.sleep(for: Self.grace) } catch { return true }
    kill(process.processIdentifier, SIGKILL)
    return true
  }
}
