package import ExitCodes
package import SystemPackage
import TextTables

/// Why a file could not be read: which, what was found, and what to do next.
package struct InputFileError: ProgramError, Equatable, Sendable {
  /// What callers tell apart.
  package enum Kind: Sendable {
    /// It is absent, or may not be read.
    case missing
    /// It is a folder, a device or a pipe, where something else is expected.
    case unsuitable
    /// It has more bytes than anything of its kind.
    case tooLarge
    /// Nobody writes to the pipe.
    case silent
    /// The system could not read it to its end.
    case interrupted
  }

  /// The kind of fault.
  package let kind: Kind
  /// The file that was asked for.
  package let path: FilePath
  /// What was found and what was expected, without a final full stop.
  package let problem: String
  /// What the user can do next: a sentence without its full stop.
  package let advice: String

  init(_ kind: Kind, _ path: FilePath, _ problem: String, advice: String) {
    self.kind = kind
    self.path = path
    self.problem = problem
    self.advice = advice
  }

  /// What is not there to be read is missing, whatever stands in its place; a file is bad only by what is in it.
  package var exitStatus: ExitStatus {
    switch kind {
    case .missing, .unsuitable, .silent, .interrupted: .inputMissing
    case .tooLarge: .badData
    }
  }

  /// The message for the user, without a final newline.
  package var description: String { "\(path.printable): \(problem). \(advice)." }
}

extension FilePath {
  /// The path as messages show it.
  package var printable: String { string.printable(limit: 4096) }
}
