/// An error that ends the program: its description is the message for the user.
///
/// Errors of the modules that read and write files, and of the program itself, say their code where they are declared.
package protocol ProgramError: Error, CustomStringConvertible {
  /// What the program ends with.
  var exitStatus: ExitStatus { get }
  /// Whether every rank has the same error at the same place, so that one of them can speak for all.
  var isShared: Bool { get }
}

extension ProgramError {
  package var isShared: Bool { false }
}

extension ExitStatus {
  /// What the program ends with after `error`, which may be anybody's.
  package init(of error: any Error) {
    self = (error as? any ProgramError)?.exitStatus ?? .unexpected
  }
}
