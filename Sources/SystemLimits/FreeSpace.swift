import Foundation
package import SystemPackage

/// The space that a file system has left.
package enum FreeSpace {
  /// Bytes that this user may still write in a folder, which need not exist yet; nil where the system does not tell.
  package static func bytes(for folder: FilePath) -> Int? {
    var path = folder
    while true {
      var status = statvfs()
      if unsafe path.withPlatformString({ unsafe statvfs($0, &status) }) == 0 { return sizes(status)?.freeBytes }
      guard let parent = parent(of: path) else { return nil }
      path = parent
    }
  }

  /// The size of the file system of a folder that is there, and what is free of it; nil where the system does not tell.
  static func of(_ folder: FilePath) -> (bytes: Int, freeBytes: Int)? {
    var status = statvfs()
    guard unsafe folder.withPlatformString({ unsafe statvfs($0, &status) }) == 0 else { return nil }
    return sizes(status)
  }

  private static func sizes(_ status: statvfs) -> (bytes: Int, freeBytes: Int)? {
    // A file system without blocks, as /proc, says nothing of space.
    guard status.f_blocks > 0 else { return nil }
    let unit = Int(clamping: status.f_frsize)
    return (
      ByteCount.product(Int(clamping: status.f_blocks), unit), ByteCount.product(Int(clamping: status.f_bavail), unit)
    )
  }

  /// The folder that holds `path`; nil for the topmost.
  private static func parent(of path: FilePath) -> FilePath? {
    let parent = path.removingLastComponent()
    if parent == path { return nil }
    return parent.isEmpty ? (path == "." ? nil : ".") : parent
  }
}
