/// Why a picture could not be read: which, what was found, what was expected, and what to do next.
package struct PictureError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What the program's exit code tells apart.
  package enum Kind: Sendable {
    /// The file is absent or cannot be read (exit code 66).
    case inputMissing
    /// The file is there but is not what it should be (exit code 65).
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
}
