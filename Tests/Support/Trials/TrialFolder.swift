import Foundation

/// Where trials are run: each in a folder of its own, with inputs that none of them may change.
package struct TrialFolder: Sendable {
  /// Holds everything; gone when the last user goes.
  package let scratch: ScratchFolder
  /// The inputs.
  package let inputs: SampleInputs

  /// Makes the inputs.
  package init() async throws {
    scratch = try ScratchFolder()
    inputs = try await SampleInputs(in: scratch)
  }

  /// A call of the program in a new folder, with bounded memory.
  ///
  /// - Parameter script: a script of the shell around it, which runs the call as `"$@"`.
  package func command(
    _ arguments: [String], environment: [String: String] = [:], script: String = #"exec "$@""#,
    program: String = LockstepProgram.path
  ) throws -> Command {
    let folder = try makeFolder()
    let bounded = "ulimit -v \(Trial.addressSpace) 2>/dev/null; \(script)"
    return Command(
      "/bin/sh", ["-c", bounded, "sh", program] + arguments, environment: environment, folder: folder)
  }

  /// Makes a new folder that everybody may write to, and returns its path.
  package func makeFolder() throws -> String {
    let folder = try scratch.makeFolder("trial-\(UUID().uuidString)")
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder)
    return folder
  }
}
