import Foundation
package import SystemPackage

/// The space that a file system has left.
package enum FreeSpace {
  /// Bytes that this user may still write in a folder, which need not exist yet; nil where the system does not tell.
  package static func bytes(for folder: FilePath) -> Int? {
    var path = folder
    while true {
      var status = statvfs()
      if unsafe path.withPlatformString({ unsafe statvfs($0, &status) }) == 0 {
        // A file system without blocks, as /proc, says nothing of space.
        guard status.f_blocks > 0 else { return nil }
        return ByteCount.product(Int(clamping: status.f_bavail), Int(clamping: status.f_frsize))
      }
      guard let parent = parent(of: path) else { return nil }
      path = parent
    }
  }

  /// The folder that holds `path`; nil for the topmost.
  private static func parent(of path: FilePath) -> FilePath? {
    let parent = path.removingLastComponent()
    if parent == path { return nil }
    return parent.isEmpty ? (path == "." ? nil : ".") : parent
  }
}
