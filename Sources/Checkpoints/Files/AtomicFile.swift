import Faults
import InputFiles
import RunPhases
package import SystemPackage

/// Files that are there complete or not at all, whatever happens while they are written.
///
/// - Source: Pillai et al., *All File Systems Are Not Created Equal*, OSDI'14.
package enum AtomicFile {
  private static let diskAdvice = "The unfinished file was removed; check the disk and its free space"

  /// Makes `bytes` the content of the file `path`, replacing an earlier file in one step.
  ///
  /// Writes a temporary file in the same folder, flushes it to the device, renames it, and flushes the folder. Links
  /// are followed, and stay. A file that is replaced hands on its permissions, and its owner where that is allowed.
  /// What is there and no regular file, as a pipe or a device, is written to.
  ///
  /// - Throws: `cannotCreate` if a file cannot be created or renamed there, or nobody reads a pipe; `inputOutput` if
  ///   writing fails; the temporary file is then gone and an earlier file untouched.
  package static func write(_ bytes: [UInt8], to path: FilePath) throws(StorageError) {
    try write(parts: [bytes], to: path)
  }

  /// The same for a content in parts, which need not be brought together.
  ///
  /// - Parameter replacesLink: a link of that name gives way to the file, and what it leads to stays as it is.
  static func write(parts: [[UInt8]], to path: FilePath, replacesLink: Bool = false) throws(StorageError) {
    if replacesLink, SystemCall.target(ofLink: path) != nil { return try replace(path, with: parts, for: path) }
    switch try OutputTarget(path) {
    case .file(let target): try replace(target, with: parts, for: path)
    case .node: try SpecialOutput.write(parts, to: path, options: [])
    case .open(nil): try SpecialOutput.write(parts, to: path, options: .truncate)
    case .open(let descriptor?): try SpecialOutput.write(parts, to: descriptor, for: path)
    }
  }

  /// Throws what would be in the way of writing `path` later, as far as it can be told without writing.
  package static func check(_ path: FilePath) throws(StorageError) {
    switch try OutputTarget(path) {
    case .file(let target):
      let folder = Folder.containing(target)
      guard FileKind(folder) == .folder else {
        throw StorageError(.cannotCreate, path, "there is no folder \(folder.printable)", advice: folderAdvice)
      }
      try requireAccess(to: folder, for: path, advice: folderAdvice)
    case .node, .open: try requireAccess(to: path, for: path, advice: "Choose another path")
    }
  }

  private static let folderAdvice = "Choose a folder that exists and where files can be created"

  private static func requireAccess(
    to place: FilePath, for path: FilePath, advice: String
  ) throws(StorageError) {
    try withStorageError("cannot be written", path, .cannotCreate, advice: advice) {
      try SystemCall.requireWritable(place)
    }
  }

  /// Puts a new file with `parts` in the place of `target`, which the user knows as `path`.
  private static func replace(
    _ target: FilePath, with parts: [[UInt8]], for path: FilePath
  ) throws(StorageError) {
    let folder = Folder.containing(target)
    let earlier = FileAttributes(target)
    let temporary = folder.appending(TemporaryName.new(for: target.lastComponent?.string ?? ""))
    let descriptor = try open(temporary, for: path, isPrivate: earlier != nil)
    do throws(StorageError) {
      try fill(descriptor, with: parts, as: earlier, for: path)
      try withStorageError("cannot put the file in its place", path, .cannotCreate, advice: "Choose another path") {
        try SystemCall.rename(temporary, to: target)
      }
    } catch {
      // The first error is the one to report; a leftover is cleaned by `removeStale(in:of:)`. After a failed flush the
      // kernel may take lost pages for written ones, so this file is never flushed again: who tries again writes a new one.
      try? SystemCall.remove(temporary)
      throw error
    }
    try Folder.synchronize(folder)
  }

  /// Makes the UTF-8 bytes of `text` the content of the file `path`; see `write(_:to:)` for bytes.
  package static func write(_ text: String, to path: FilePath) throws(StorageError) {
    try write(Array(text.utf8), to: path)
  }

  /// Removes temporary files that a killed process left in `folder`, of those files only that no process is writing.
  ///
  /// - Parameter isOwn: whether the file of that name is the caller's to write; others' temporary files stay.
  static func removeStale(in folder: FilePath, of isOwn: (_ name: String) -> Bool) throws(StorageError) {
    for name in try Folder.names(in: folder, .cannotCreate) {
      guard let target = TemporaryName.target(of: name), isOwn(target) else { continue }
      let path = folder.appending(name)
      try withStorageError(
        "cannot remove a temporary file", path, .inputOutput, advice: "Remove it by hand or choose another folder"
      ) { try SystemCall.remove(path) }
    }
  }

  /// A new, empty file; the system refuses a name that is taken.
  ///
  /// - Parameter isPrivate: nobody else may read it, until it gets the permissions of an earlier file.
  private static func open(
    _ temporary: FilePath, for path: FilePath, isPrivate: Bool
  ) throws(StorageError) -> FileDescriptor {
    let action = "cannot create a temporary file in \(Folder.containing(temporary).printable)"
    return try withStorageError(action, path, .cannotCreate, advice: folderAdvice) {
      try FileDescriptor.open(
        temporary, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
        // The user's umask narrows this, as for any other file.
        permissions: isPrivate ? .ownerReadWrite : [.ownerReadWrite, .groupReadWrite, .otherReadWrite])
    }
  }

  /// Writes all of `parts`, flushes them to the device, and closes `descriptor` in any case.
  private static func fill(
    _ descriptor: FileDescriptor, with parts: [[UInt8]], as earlier: FileAttributes?, for path: FilePath
  ) throws(StorageError) {
    let count = parts.reduce(0) { $0 + $1.count }
    try withStorageError("cannot write \(count) bytes", path, .inputOutput, advice: diskAdvice) {
      try descriptor.closeAfter {
        for part in parts { try SystemCall.write(part, to: descriptor, in: .checkpoint) }
        if let earlier { try SystemCall.take(earlier, for: descriptor) }
        try SystemCall.synchronize(descriptor)
      }
      try Faults.fail(.close, in: .checkpoint)
    }
  }
}
