import Foundation
import Support

/// A script in mpirun's place.
struct FakeLauncher {
  private let scratch: ScratchFolder
  /// The script.
  let path: String

  /// Runs the program as one plain process: everything before the first file is mpirun's.
  static let onePlainProcess = #"while [ ! -f "$1" ]; do shift; done; exec "$@""#

  /// - Parameters:
  ///   - version: What it prints for `--version`.
  ///   - body: What it does else, in the language of the shell.
  ///   - folder: Where it lies; nil for a folder of its own.
  init(version: String = "mpirun (Open MPI) 0.0.0", _ body: String, in folder: ScratchFolder? = nil) throws {
    scratch = try folder ?? ScratchFolder()
    let script = """
      #!/bin/sh
      if [ "$1" = --version ]; then echo '\(version)'; exit; fi
      \(body)

      """
    path = try scratch.write(Array(script.utf8), "mpirun")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
  }
}
