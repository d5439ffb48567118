import Foundation
import SystemPackage

/// A folder of its own for one test, removed with its content when the test ends.
final class ScratchFolder {
  let path: FilePath

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "lockstep-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    path = FilePath(url.path(percentEncoded: false))
  }

  deinit { try? FileManager.default.removeItem(atPath: path.string) }

  /// The path of `name` in the folder.
  func file(_ name: String) -> FilePath { path.appending(name) }

  /// Writes `bytes` to a file of its own and returns its path.
  func write(_ bytes: [UInt8], as name: String = "file.safetensors") throws -> FilePath {
    try Data(bytes).write(to: URL(filePath: file(name).string))
    return file(name)
  }

  /// The content of the file `path`.
  static func bytes(_ path: FilePath) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: path.string)))
  }

  /// The content of the file `path` as text.
  static func text(_ path: FilePath) throws -> String { String(decoding: try bytes(path), as: UTF8.self) }

  /// The names in the folder, hidden ones included, sorted.
  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path.string).sorted() }
  }
}
