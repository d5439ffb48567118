import Foundation

/// The program that was built together with the tests.
package enum LockstepProgram {
  /// Its file, beside the test bundle, or the one that LOCKSTEP_TEST_PROGRAM names: built with another MPI.
  package static let path =
    ProcessInfo.processInfo.environment["LOCKSTEP_TEST_PROGRAM"] ?? buildFolder.appending(path: "lockstep").path

  /// A call of the program.
  package static func command(
    _ arguments: [String], environment: [String: String] = [:], folder: String? = nil
  ) -> Command {
    Command(path, arguments, environment: environment, folder: folder)
  }

  /// Calls the program and waits for its end.
  package static func run(
    _ arguments: String..., environment: [String: String] = [:], folder: String? = nil
  ) async throws -> CommandResult {
    try await command(arguments, environment: environment, folder: folder).run()
  }

  /// A script of the shell that runs the program, which it finds with its arguments in `$@`.
  package static func shell(_ script: String, _ arguments: [String]) -> Command {
    Command("/bin/sh", ["-c", script, "sh", path] + arguments)
  }

  private static var buildFolder: URL {
    #if os(macOS)
      // There the tests run inside a helper of Xcode, which loads the bundle.
      let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
      return (bundle ?? .main).bundleURL.deletingLastPathComponent()
    #else
      return Bundle.main.bundleURL
    #endif
  }
}
