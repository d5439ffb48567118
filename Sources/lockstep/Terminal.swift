import Collectives
import Foundation

/// What is known about the terminal that a person looks at.
enum Terminal {
  /// The terminal's width where progress may be drawn in place, nil where lines must be written.
  ///
  /// Under mpirun standard error is a pipe, and standard output a terminal even if mpirun's goes to a file; but that
  /// terminal has columns only if mpirun's own has, and mpirun's standard error can be asked for in /proc.
  static var liveColumns: Int? {
    if isatty(STDERR_FILENO) == 1 { return columns(of: STDERR_FILENO) }
    guard isParentsErrorATerminal else { return nil }
    return columns(of: STDOUT_FILENO)
  }

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

  private static var isParentsErrorATerminal: Bool {
    let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(getppid())/fd/2")
    return target?.hasPrefix("/dev/pts/") ?? false
  }
}

/// Writes whole lines to standard error: one write each, so that the lines of several processes do not mix.
///
/// What cannot be written is lost: a log on a full disk must not end a training, and there is nowhere else to say so.
enum StandardError {
  static func write(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }
  static func line(_ text: String) { write(text + "\n") }
}

/// Writes results to standard output, on the first of the processes that a launcher started.
enum StandardOutput {
  private static let isFirst = LaunchEnvironment(ProcessInfo.processInfo.environment).rank == 0

  static func text(_ text: String) throws(OutputError) {
    guard isFirst else { return }
    do { try FileHandle.standardOutput.write(contentsOf: Data(text.utf8)) } catch { throw OutputError() }
  }

  static func line(_ text: String) throws(OutputError) { try self.text(text + "\n") }
}

/// The results could not be written.
struct OutputError: Error, CustomStringConvertible {
  let description =
    "standard output: cannot write the results. Check the disk or the program that standard output goes to."
}
