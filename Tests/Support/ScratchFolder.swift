import Foundation
package import SystemPackage

/// A folder of its own for one test, removed with its content when its owner goes.
package final class ScratchFolder: Sendable {
  /// The folder's path.
  package let path: String

  /// Makes a new, empty folder among the system's temporary files.
  package init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "lockstep-tests-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of `name`, which need not exist, in this folder.
  package func path(_ name: String) -> String { path + "/" + name }

  /// Makes an empty folder and returns its path.
  package func makeFolder(_ name: String) throws -> String {
    try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: true)
    return path(name)
  }

  /// Writes a file and returns its path.
  @discardableResult
  package func write(_ bytes: [UInt8], _ name: String) throws -> String {
    try Data(bytes).write(to: URL(filePath: path(name)))
    return path(name)
  }

  /// The content of a file in this folder.
  package func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: path(name))))
  }

  /// The content of a file in this folder; bytes that are not UTF-8 are replaced.
  package func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }
}

/// The same for code that takes a `FilePath`.
extension ScratchFolder {
  /// The folder's path.
  package var root: FilePath { FilePath(path) }

  /// The path of `name`, which need not exist, in this folder.
  package func file(_ name: String) -> FilePath { root.appending(name) }

  /// Writes a file and returns its path.
  package func writeFile(_ bytes: [UInt8], _ name: String = "file") throws -> FilePath {
    try write(bytes, name)
    return file(name)
  }

  /// The names in the folder, hidden ones included, sorted.
  package var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }

  /// The content of any file.
  package static func bytes(of file: FilePath) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: file.string)))
  }

  /// The content of any file as text; bytes that are not UTF-8 are replaced.
  package static func text(of file: FilePath) throws -> String { String(decoding: try bytes(of: file), as: UTF8.self) }
}
