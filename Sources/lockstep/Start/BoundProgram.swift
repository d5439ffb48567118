import CSignals
import Foundation
import SystemPackage
import TextTables

/// A program that is started through this one, as `lockstep --child-of PROCESS shielded|open PROGRAM …`.
///
/// The step between exists because a process can ask for its own end with its parent, but a parent cannot ask for its child's.
/// The program that takes this process's place inherits what was asked for.
enum BoundProgram {
  private static let option = "--child-of"
  private static let shielded = "shielded"

  /// The command line that starts a program which does not outlive this process.
  ///
  /// - Parameter isShielded: SIGTERM, SIGINT and SIGHUP do not reach it. A batch system sends these to all processes of a job, and
  ///   mpirun would then kill ranks that are about to save a checkpoint.
  static func line(_ line: [String], isShielded: Bool) -> [String] {
    [CommandLine.arguments[0], option, "\(getpid())", isShielded ? shielded : "open"] + line
  }

  /// Becomes the program that the arguments name, if they are those of ``line(_:isShielded:)``; returns if not.
  ///
  /// - Throws: `LaunchError` where it cannot be started.
  static func becomeIfAsked() throws(LaunchError) {
    let arguments = CommandLine.arguments
    guard arguments.count > 4, arguments[1] == option, let parent = Int32(arguments[2]) else { return }
    csignals_end_with_parent(parent)
    if arguments[3] == shielded { csignals_block_orders() }
    // As bytes: not every file's name is UTF-8.
    if let program = unsafe CommandLine.unsafeArgv[4] { unsafe execv(program, CommandLine.unsafeArgv + 4) }
    throw failure(of: arguments[4])
  }

  /// Becomes another program.
  ///
  /// - Throws: `LaunchError` where it cannot be started.
  static func become(_ line: [String]) throws(LaunchError) -> Never {
    var words = unsafe line.map { unsafe strdup($0) }
    unsafe words.append(nil)
    unsafe execv(line[0], words)
    throw failure(of: line[0])
  }

  private static func failure(of program: String) -> LaunchError {
    LaunchError(description: "cannot start \(program.printable()): \(Errno(rawValue: errno))")
  }
}
