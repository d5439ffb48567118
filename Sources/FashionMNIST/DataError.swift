/// Why images could not be loaded or divided: what, where, expected, found, and what to do next.
package struct DataError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What the program's exit code tells apart.
  package enum Kind: Sendable {
    /// A file or folder is absent or cannot be read (exit code 66).
    case inputMissing
    /// A file is there but is not what it should be (exit code 65).
    case badData
    /// Numbers given by the user contradict each other or the data (exit code 64).
    case badConfiguration
  }

  /// The kind of fault.
  package let kind: Kind
  /// The message for the user, without a final newline.
  package let description: String

  /// An error of `kind` with the message `description`.
  package init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
