import Foundation
import InputFiles
import SystemPackage

/// Writing to what exists and keeps its place: pipes, devices, and files that are open already.
enum SpecialOutput {
  private static let advice = "Name a file, or look at the program that reads the pipe"

  /// Writes all of `parts` to the pipe, device or file `path`.
  ///
  /// - Throws: `cannotCreate` if it cannot be opened, as a pipe that no program reads; `inputOutput`.
  static func write(
    _ parts: [[UInt8]], to path: FilePath, options: FileDescriptor.OpenOptions
  ) throws(StorageError) {
    let descriptor: FileDescriptor
    do {
      // Opening a named pipe would otherwise wait for a reader, perhaps for ever.
      let noTerminal = FileDescriptor.OpenOptions(rawValue: O_NOCTTY)
      let options = options.union([.closeOnExec, .nonBlocking, noTerminal])
      descriptor = try FileDescriptor.open(path, .writeOnly, options: options)
      // A slow reader is waited for.
      try SystemCall.makeBlocking(descriptor)
    } catch Errno.noSuchAddressOrDevice where FileKind(path) == .pipe {
      throw StorageError(.cannotCreate, path, "is a pipe that no program reads", advice: advice)
    } catch {
      throw StorageError(.cannotCreate, path, "cannot be opened for writing: \(error)", advice: advice)
    }
    try withStorageError("cannot write \(parts.reduce(0) { $0 + $1.count }) bytes", path, .inputOutput, advice: advice)
    {
      try descriptor.closeAfter { for part in parts { try descriptor.writeAll(part) } }
    }
  }

  /// Writes all of `parts` behind what this process has written to `descriptor`, which is open on `path`.
  static func write(
    _ parts: [[UInt8]], to descriptor: FileDescriptor, for path: FilePath
  ) throws(StorageError) {
    let count = parts.reduce(0) { $0 + $1.count }
    let advice = "Check the disk and its free space"
    try withStorageError("cannot write \(count) bytes", path, .inputOutput, advice: advice) {
      for part in parts { try descriptor.writeAll(part) }
    }
  }
}
