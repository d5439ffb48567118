import Foundation
import SystemPackage

/// What a file that is replaced hands on to the new one, and what tells it from others.
struct FileAttributes {
  let owner: uid_t
  let group: gid_t
  let permissions: mode_t
  private let device: dev_t
  private let number: ino_t

  /// Those of the file that `path` leads to; nil if there is none.
  init?(_ path: FilePath) {
    var status = stat()
    guard unsafe path.withPlatformString({ unsafe stat($0, &status) == 0 }) else { return nil }
    self.init(status)
  }

  /// Those of an open file.
  init?(_ descriptor: FileDescriptor) {
    var status = stat()
    guard unsafe fstat(descriptor.rawValue, &status) == 0 else { return nil }
    self.init(status)
  }

  private init(_ status: stat) {
    (owner, group, permissions) = (status.st_uid, status.st_gid, status.st_mode & 0o7777)
    (device, number) = (status.st_dev, status.st_ino)
  }

  /// Whether both are of one file.
  func isSameFile(as other: FileAttributes) -> Bool { device == other.device && number == other.number }
}
