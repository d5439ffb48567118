import Foundation
import Subprocess

/// The repository that this program was built in.
enum Checkout {
  /// The commit that is checked out, with `-dirty` behind it where files have changed; nil if the program lies outside
  /// of a build folder, or there is no git.
  static func commit(ofProgramAt program: String) async -> String? {
    let parts = program.split(separator: "/", omittingEmptySubsequences: false)
    guard let build = parts.lastIndex(where: { $0.hasPrefix(".build") }) else { return nil }
    let root = parts[..<build].joined(separator: "/")
    let result = try? await Subprocess.run(
      .name("git"), arguments: ["-C", root, "describe", "--always", "--dirty"], output: .string(limit: 1024))
    guard let result, result.terminationStatus.isSuccess else { return nil }
    return result.standardOutput.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
