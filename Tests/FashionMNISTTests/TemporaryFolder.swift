import Foundation
import SystemPackage

/// A folder for the files of one test, removed with everything in it when its owner goes.
final class TemporaryFolder: Sendable {
  /// The folder's path.
  let path: FilePath

  /// Makes a new, empty folder.
  init() throws {
    path = FilePath(NSTemporaryDirectory()).appending("FashionMNISTTests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path.string)
  }

  /// Makes a folder in this one.
  func makeFolder(_ name: String) throws -> FilePath {
    let folder = path.appending(name)
    try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
    return folder
  }

  /// Writes a file into this folder.
  func write(_ bytes: [UInt8], _ name: String) throws -> FilePath {
    let file = path.appending(name)
    try Data(bytes).write(to: URL(filePath: file.string))
    return file
  }
}
