import Faults
import Foundation
import RunPhases
import SystemPackage

/// The system calls that swift-system does not wrap, each throwing its errno.
enum SystemCall {
  /// Makes the folder `path`; fails with `fileExists` if anything has that name.
  static func makeFolder(_ path: FilePath) throws(Errno) {
    try check(unsafe path.withPlatformString { unsafe mkdir($0, 0o777) == 0 ? 0 : errno })
  }

  /// Gives the file `source` the name `target`, replacing what has that name in one step.
  static func rename(_ source: FilePath, to target: FilePath) throws(Errno) {
    try Faults.fail(.rename, in: .checkpoint)
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
    try Faults.fail(.synchronize, in: .checkpoint)
    try check(fsync(descriptor.rawValue) == 0 ? 0 : errno)
  }

  /// Writes all of `bytes`: with one call, and more only after a short write.
  ///
  /// - Parameter phase: what the file is for.
  static func write(_ bytes: [UInt8], to descriptor: FileDescriptor, in phase: RunPhase) throws {
    var start = 0
    while start < bytes.count {
      try Faults.fail(.write, in: phase)
      let rest = bytes.count - start
      let end = start + (Faults.alters(.shortWrite, in: phase) ? rest / 2 : rest)
      start += try unsafe bytes[start..<end].withUnsafeBytes { try unsafe descriptor.write($0) }
    }
  }

  /// Marks the open file as this process' own; fails with `wouldBlock` while another process has marked it.
  ///
  /// The mark goes with the descriptor, so that no process that ends in any way leaves one.
  static func lock(_ descriptor: FileDescriptor) throws(Errno) {
    while flock(descriptor.rawValue, LOCK_EX | LOCK_NB) != 0 {
      if errno != EINTR { throw Errno(rawValue: errno) }
    }
  }

  /// What the link `path` says, which may be relative to its folder; nil if it is none.
  static func target(ofLink path: FilePath) -> FilePath? {
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    let count = unsafe path.withPlatformString { unsafe readlink($0, &bytes, Int(PATH_MAX)) }
    guard count > 0 else { return nil }
    return unsafe bytes.withUnsafeBufferPointer { unsafe $0.baseAddress.map { unsafe FilePath(platformString: $0) } }
  }

  /// Gives the open file the owner and then the permissions of another; where the owner may not be changed, the
  /// permissions alone.
  static func take(_ attributes: FileAttributes, for descriptor: FileDescriptor) throws(Errno) {
    _ = fchown(descriptor.rawValue, attributes.owner, attributes.group)
    try check(fchmod(descriptor.rawValue, attributes.permissions) == 0 ? 0 : errno)
  }

  /// Lets writing to `descriptor` wait.
  static func makeBlocking(_ descriptor: FileDescriptor) throws(Errno) {
    let flags = fcntl(descriptor.rawValue, F_GETFL)
    try check(flags >= 0 && fcntl(descriptor.rawValue, F_SETFL, flags & ~O_NONBLOCK) == 0 ? 0 : errno)
  }

  /// Throws if this process may not write to `path`.
  static func requireWritable(_ path: FilePath) throws(Errno) {
    try check(unsafe path.withPlatformString { unsafe access($0, W_OK) == 0 ? 0 : errno })
  }

  private static func check(_ code: CInt) throws(Errno) {
    if code != 0 { throw Errno(rawValue: code) }
  }
}
