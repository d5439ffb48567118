package import ExitCodes
import InputFiles
package import SystemPackage

/// Why a file or folder could not be read or written: which, what is wrong, and what to do next.
package struct StorageError: ProgramError, Equatable, Sendable {
  /// What callers tell apart.
  package enum Kind: Sendable {
    /// The file is there but is not what it should be.
    case badData
    /// The file or folder is absent, or cannot be read.
    case inputMissing
    /// A file or folder cannot be created or put in its place.
    case cannotCreate
    /// Writing or flushing failed half-way.
    case inputOutput
    /// There is no memory for what the file holds.
    case memoryShortage
  }

  /// The kind of fault.
  package let kind: Kind
  /// The file or folder that was asked for.
  package let path: FilePath
  /// What was found and what was expected, without a final full stop.
  package let problem: String
  /// What the user can do next: a sentence without its full stop.
  package let advice: String

  /// An error of `kind` about `path`.
  package init(_ kind: Kind, _ path: FilePath, _ problem: String, advice: String) {
    self.kind = kind
    self.path = path
    self.problem = problem
    self.advice = advice
  }

  /// An error about a safetensors file that is not as it should be.
  static func unreadable(_ path: FilePath, _ problem: String) -> StorageError {
    StorageError(
      .badData, path, problem, advice: "Give a complete .safetensors file; copy or write a damaged one again")
  }

  package var exitStatus: ExitStatus {
    switch kind {
    case .badData: .badData
    case .inputMissing: .inputMissing
    case .cannotCreate: .cannotCreate
    case .inputOutput: .cannotWrite
    case .memoryShortage: .badConfiguration
    }
  }

  /// The message for the user, without a final newline.
  package var description: String { "\(path.printable): \(problem). \(advice)." }
}
