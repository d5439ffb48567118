package import ExitCodes

/// Why images could not be loaded or divided: what, where, expected, found, and what to do next.
package struct DataError: ProgramError, Equatable, Sendable {
  /// What callers tell apart.
  package enum Kind: Sendable {
    /// A file or folder is absent or cannot be read.
    case inputMissing
    /// A file is there but is not what it should be.
    case badData
    /// Numbers given by the user contradict each other or the data.
    case badConfiguration
    /// There is no memory for so many images.
    case memoryShortage
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

  package var exitStatus: ExitStatus {
    switch kind {
    case .inputMissing: .inputMissing
    case .badData: .badData
    case .badConfiguration: .usage
    case .memoryShortage: .badConfiguration
    }
  }

  /// Options are the same on all ranks; files and memory may not be.
  package var isShared: Bool { kind == .badConfiguration }
}
