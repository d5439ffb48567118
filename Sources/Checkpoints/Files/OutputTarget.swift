import InputFiles
import SystemPackage

/// Where bytes for a path go: what exists and is no regular file is never replaced, only written to.
enum OutputTarget {
  /// A new or a regular file at this path, which is no link.
  case file(FilePath)
  /// A pipe or a device, which is written to as it is.
  case node
  /// A file that this process already writes to, or one that only a descriptor names.
  case open(FileDescriptor?)

  /// How many links are followed, as the kernel has it.
  private static let mostLinks = 40
  private static let advice = "Name a file"

  /// - Throws: `cannotCreate` for a folder, a socket, a disk, and links that lead in a circle.
  init(_ path: FilePath) throws(StorageError) {
    switch FileKind(path) {
    case .folder?, .socket?, .blockDevice?:
      let found = FileKind(path)?.name ?? ""
      throw StorageError(.cannotCreate, path, "is \(found), expected a file", advice: Self.advice)
    case .pipe?, .characterDevice?: self = .node
    case .regular?, nil:
      // Replacing the file that standard output goes to would cut off what is printed later.
      if let found = FileAttributes(path),
        let own = [FileDescriptor.standardOutput, .standardError].first(where: {
          FileAttributes($0).map(found.isSameFile) ?? false
        })
      {
        self = .open(own)
      } else {
        self = try Self.followed(path)
      }
    }
  }

  /// The file behind all links, which may be missing.
  private static func followed(_ path: FilePath) throws(StorageError) -> OutputTarget {
    var target = path
    for _ in 0..<mostLinks {
      guard let next = SystemCall.target(ofLink: target) else { return .file(target) }
      // These links are no names: the file may have another one by now, or none.
      if target.starts(with: "/proc") { return .open(nil) }
      target = next.isAbsolute ? next : Folder.containing(target).pushing(next)
    }
    throw StorageError(.cannotCreate, path, "is a link that leads in a circle", advice: advice)
  }
}
