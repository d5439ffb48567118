import Foundation
package import SystemPackage

/// What has a path, or is behind a descriptor.
package enum FileKind: Equatable, Sendable {
  /// With its size in bytes.
  case regular(bytes: Int)
  case folder
  case pipe
  case socket
  case characterDevice
  case blockDevice

  /// What it is, as a message says it.
  package var name: String {
    switch self {
    case .regular: "a regular file"
    case .folder: "a folder"
    case .pipe: "a pipe"
    case .socket: "a socket"
    case .characterDevice, .blockDevice: "a device"
    }
  }

  /// What `path` leads to, links followed; nil if there is nothing, or if it cannot be told.
  package init?(_ path: FilePath) {
    var status = stat()
    guard unsafe path.withPlatformString({ unsafe stat($0, &status) == 0 }) else { return nil }
    self.init(status)
  }

  /// What is behind an open descriptor.
  package init(_ descriptor: FileDescriptor) throws(Errno) {
    var status = stat()
    guard unsafe fstat(descriptor.rawValue, &status) == 0 else { throw Errno(rawValue: errno) }
    self.init(status)
  }

  private init(_ status: stat) {
    switch status.st_mode & S_IFMT {
    case S_IFDIR: self = .folder
    case S_IFIFO: self = .pipe
    case S_IFSOCK: self = .socket
    case S_IFCHR: self = .characterDevice
    case S_IFBLK: self = .blockDevice
    default: self = .regular(bytes: Int(status.st_size))
    }
  }
}
