import Foundation
import Support

/// Runs the program as a user whom permissions stop.
struct Unprivileged: Sendable {
  /// The program's file, which that user can reach.
  let program: String
  /// The shell's command for a call `"$@"` of it.
  let script: String

  /// For a privileged user, a copy of the program in `scratch` and util-linux' `setpriv`; else nothing is to be done.
  init(in scratch: ScratchFolder) throws {
    guard geteuid() == 0 else {
      (program, script) = (LockstepProgram.path, #"exec "$@""#)
      return
    }
    program = scratch.path("lockstep")
    try FileManager.default.copyItem(atPath: LockstepProgram.path, toPath: program)
    script = #"exec setpriv --reuid=65534 --regid=65534 --clear-groups "$@""#
  }
}
