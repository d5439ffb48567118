import Collectives
import ExitCodes
import Foundation
import TextTables

/// What is known about the terminal that a person looks at.
enum Terminal {
  /// The terminal's width where progress may be drawn in place, nil where lines must be written.
  static var liveColumns: Int? { errorTerminal.flatMap(columns) }

  /// The columns that a line drawn in place may take; never the last one, behind which some terminals wrap at once.
  static func barColumns() -> Int { max((liveColumns ?? 80) - 1, 1) }

  /// Whether a person looks at standard output: under mpirun it is a terminal in any case, but one without columns
  /// where mpirun's own is none.
  static var isOutputLive: Bool { outputColumns != nil }

  /// The width of the terminal that standard output is, nil if a person does not look at it.
  static var outputColumns: Int? { isatty(STDOUT_FILENO) == 1 ? columns(of: STDOUT_FILENO) : nil }

  private static func columns(of descriptor: Int32) -> Int? {
    var size = winsize()
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// The terminal on which standard error appears.
  private static let errorTerminal = isatty(STDERR_FILENO) == 1 ? STDERR_FILENO : launchersTerminal

  /// Under mpirun standard error is a pipe to mpirun, which passes on what it reads: to its own standard error, which
  /// /proc tells. That terminal has the window's width, also after the window has changed.
  ///
  /// Where mpirun writes to files as well, or marks each line, nothing may be drawn in place.
  private static var launchersTerminal: Int32? {
    let environment = ProcessInfo.processInfo.environment
    let marks = ["tag_output", "timestamp_output", "output_filename", "xml_output"].map { "OMPI_MCA_orte_" + $0 }
    guard LaunchEnvironment(environment).startsMPI, !marks.contains(where: { environment[$0] != nil }),
      let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/2"),
      target.hasPrefix("pipe:")
    else { return nil }
    let descriptor = unsafe open("/proc/\(getppid())/fd/2", O_WRONLY | O_NOCTTY | O_CLOEXEC)
    guard descriptor >= 0, isatty(descriptor) != 1 else { return descriptor >= 0 ? descriptor : nil }
    close(descriptor)
    return nil
  }
}

/// Writes messages to standard error.
enum StandardError {
  /// Writes a message of one or more lines, in which nothing acts on the terminal.
  static func line(_ text: String) {
    LiveLine.end()
    ErrorStream.write(text.printableLines + "\n")
  }
}

/// Writes results to standard output.
enum StandardOutput {
  /// Throws before the work where standard output is closed, as after `>&-`.
  static func requireOpen() throws(OutputError) {
    guard fcntl(STDOUT_FILENO, F_GETFL) & O_ACCMODE != O_RDONLY else { throw OutputError() }
  }

  /// Writes lines in which nothing acts on the terminal, whatever names there are in them.
  static func text(_ text: String) throws(OutputError) { try asItIs(text.printableLines) }

  /// Writes text as it is: pictures in colours, and scripts for shells.
  static func asItIs(_ text: String) throws(OutputError) {
    do { try FileHandle.standardOutput.write(contentsOf: Data(text.utf8)) } catch { throw OutputError() }
  }

  static func line(_ text: String) throws(OutputError) { try self.text(text + "\n") }
}

/// The results could not be written.
struct OutputError: ProgramError {
  let description =
    "standard output: cannot write the results. Check the disk or the program that standard output goes to; where they "
    + "are not wanted, let it go to /dev/null."

  var exitStatus: ExitStatus { .cannotWrite }
}
