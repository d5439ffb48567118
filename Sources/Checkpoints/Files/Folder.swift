import Foundation
import InputFiles
import SystemPackage

/// Making, listing and flushing folders.
enum Folder {
  private static let placeAdvice = "Choose a place where files can be created"

  /// The folder that holds `path`; "." for a bare name.
  static func containing(_ path: FilePath) -> FilePath {
    let parent = path.removingLastComponent()
    return parent.isEmpty ? "." : parent
  }

  /// Makes the folder `path` and the folders above it, as far as they are missing.
  static func create(_ path: FilePath) throws(StorageError) {
    if FileKind(path) == .folder { return }
    let parent = containing(path)
    if parent != path { try create(parent) }
    let isNew = try createNew(path)
    // Another process may have made the folder in the meantime, which is as good.
    if !isNew && FileKind(path) != .folder {
      throw StorageError(.cannotCreate, path, "is a file, expected a folder", advice: placeAdvice)
    }
  }

  /// Makes the folder `path`, whose parent exists; false if something already has that name.
  static func createNew(_ path: FilePath) throws(StorageError) -> Bool {
    let isNew = try withStorageError("cannot make the folder", path, .cannotCreate, advice: placeAdvice) {
      do throws(Errno) {
        try SystemCall.makeFolder(path)
        return true
      } catch .fileExists {
        return false
      }
    }
    if isNew { try synchronize(containing(path)) }
    return isNew
  }

  /// The names in the folder `path`, sorted; the error is of `kind` if it cannot be read.
  static func names(in path: FilePath, _ kind: StorageError.Kind) throws(StorageError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path.string).sorted()
    } catch {
      throw StorageError(
        kind, path, "cannot list the folder: \(error.localizedDescription)",
        advice: "Check the path and its permissions")
    }
  }

  /// Waits until the device holds the names in the folder `path`.
  static func synchronize(_ path: FilePath) throws(StorageError) {
    let advice = "What was written may not survive a power failure; check the disk"
    try withStorageError("cannot flush the folder to the disk", path, .inputOutput, advice: advice) {
      let descriptor = try FileDescriptor.open(path, .readOnly, options: [.directory, .closeOnExec])
      try descriptor.closeAfter {
        do throws(Errno) {
          try SystemCall.synchronize(descriptor)
        } catch .invalidArgument {
          // Some network file systems cannot flush a folder and need not: they say EINVAL.
        }
      }
    }
  }
}
