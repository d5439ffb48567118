#if DEBUG || Faults
  import Foundation
  import SystemPackage

  /// The file of the faults that have struck: a line for each, which begins with the fault as it was asked for.
  enum FaultLog {
    /// What struck before; nothing where there is no file yet.
    static func read(_ path: FilePath) -> Set<String> {
      let text = String(decoding: FileManager.default.contents(atPath: path.string) ?? Data(), as: UTF8.self)
      return Set(text.split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) })
    }

    /// Adds a line with one call, so that ranks do not mix theirs.
    static func append(_ line: String, to path: FilePath) throws {
      let descriptor = try FileDescriptor.open(
        path, .writeOnly, options: [.append, .create, .closeOnExec], permissions: [.ownerReadWrite, .groupRead])
      _ = try descriptor.closeAfter { try descriptor.writeAll("\(line)\n".utf8) }
    }
  }
#endif
