import Foundation
import SystemPackage

/// The system calls that swift-system does not wrap, each throwing its errno.
enum SystemCall {
  /// Makes the folder `path`; fails with `fileExists` if anything has that name.
  static func makeFolder(_ path: FilePath) throws(Errno) {
    try check(unsafe path.withPlatformString { unsafe mkdir($0, 0o777) == 0 ? 0 : errno })
  }

  /// Gives the file `source` the name `target`, replacing what has that name in one step.
  static func rename(_ source: FilePath, to target: FilePath) throws(Errno) {
    try check(
      unsafe source.withPlatformString { old in
        unsafe target.withPlatformString { new in unsafe Foundation.rename(old, new) == 0 ? 0 : errno }
      })
  }

  /// Removes the file `path`.
  static func remove(_ path: FilePath) throws(Errno) {
    try check(unsafe path.withPlatformString { unsafe unlink($0) == 0 ? 0 : errno })
  }

  /// Waits until the device holds what was written to `descriptor`; never retried by a caller, because
  /// after a failure the kernel may take lost pages for clean ones (Rebello et al., USENIX ATC'20).
  static func synchronize(_ descriptor: FileDescriptor) throws(Errno) {
    try check(fsync(descriptor.rawValue) == 0 ? 0 : errno)
  }

  /// The size in bytes of the regular file behind `descriptor`; nil if it is a folder, pipe or device.
  static func regularFileSize(_ descriptor: FileDescriptor) throws(Errno) -> Int? {
    var status = stat()
    try check(unsafe fstat(descriptor.rawValue, &status) == 0 ? 0 : errno)
    return status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
  }

  /// Whether `path` is a folder, or a link to one.
  static func isFolder(_ path: FilePath) -> Bool {
    var status = stat()
    let found = unsafe path.withPlatformString { unsafe stat($0, &status) == 0 }
    return found && status.st_mode & S_IFMT == S_IFDIR
  }

  private static func check(_ code: CInt) throws(Errno) {
    if code != 0 { throw Errno(rawValue: code) }
  }
}
