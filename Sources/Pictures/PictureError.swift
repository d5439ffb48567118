package import ExitCodes

/// Why a picture could not be read: which, what was found, what was expected, and what to do next.
package struct PictureError: ProgramError, Equatable, Sendable {
  /// What callers tell apart.
  package enum Kind: Sendable {
    /// The file is absent or cannot be read.
    case inputMissing
    /// The file is there but is not what it should be.
    case badData
  }

  /// The kind of fault.
  package let kind: Kind
  /// The message for the user, without a final newline.
  package let description: String

  init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }

  package var exitStatus: ExitStatus {
    switch kind {
    case .inputMissing: .inputMissing
    case .badData: .badData
    }
  }
}
