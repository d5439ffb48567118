import Foundation
package import SystemPackage

/// The file system in which processes of this host share memory.
package struct SharedMemoryRoom: Codable, Equatable, Sendable {
  /// How large it is, and how much of it is free.
  package var bytes: Int
  package var freeBytes: Int
  /// Why no memory can be taken from it; nil where it was tried, and could.
  package var refusal: String?

  package init(bytes: Int, freeBytes: Int, refusal: String? = nil) {
    (self.bytes, self.freeBytes, self.refusal) = (bytes, freeBytes, refusal)
  }

  /// Where Linux has it.
  package static let folder: FilePath = "/dev/shm"

  /// Takes so much memory for a moment, as MPI would; nil where the system shares memory in another way.
  package init?(trying byteCount: Int) {
    guard let space = FreeSpace.of(Self.folder) else { return nil }
    (bytes, freeBytes) = (space.bytes, space.freeBytes)
    refusal = Self.refusal(of: byteCount)
  }

  private static func refusal(of byteCount: Int) -> String? {
    var name = Array("\(folder.string)/lockstep-XXXXXX".utf8CString)
    let descriptor = unsafe mkstemp(&name)
    guard descriptor >= 0 else { return "\(Errno(rawValue: errno))" }
    defer { close(descriptor) }
    _ = unsafe unlink(name)
    #if canImport(Darwin)
      return nil
    #else
      let code = posix_fallocate(descriptor, 0, off_t(max(1, byteCount)))
      return code == 0 ? nil : "\(Errno(rawValue: code))"
    #endif
  }
}
