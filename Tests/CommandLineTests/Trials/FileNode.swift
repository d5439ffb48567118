import Foundation

/// What stands at a path itself, not behind a link: enough to see that it has been replaced.
struct FileNode: Equatable, Sendable, CustomStringConvertible {
  private let kind: String
  private let number: Int
  /// The permissions.
  let mode: Int

  /// Nil where there is nothing.
  init?(_ path: String) {
    guard let status = try? FileManager.default.attributesOfItem(atPath: path) else { return nil }
    kind = (status[.type] as? FileAttributeType)?.rawValue ?? "unknown"
    number = status[.systemFileNumber] as? Int ?? 0
    mode = status[.posixPermissions] as? Int ?? 0
  }

  var description: String { "\(kind) number \(number) of mode \(String(mode, radix: 8))" }
}
