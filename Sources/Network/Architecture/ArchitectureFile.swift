import Foundation
import InputFiles
import SystemPackage
import TextTables

extension Architecture {
  /// The architecture that `--model` names: a preset, or a file with Keras' JSON. A preset's name wins over a file's.
  ///
  /// - Parameter remark: is called with what the file says and is not followed, with the file's name.
  /// - Throws: kind `inputMissing` if it is neither, else what ``decode(_:remark:)`` throws, with the file's name.
  package static func load(
    nameOrPath: String, remark: (String) -> Void = { _ in }
  ) throws(ArchitectureError) -> Architecture {
    if let preset = Preset.named(nameOrPath) { return try preset.architecture() }
    do throws(ArchitectureError) {
      return try decode(try ArchitectureFile.contents(path: nameOrPath)) { remark("\(nameOrPath.printable()): \($0)") }
    } catch {
      throw error.inSource(nameOrPath)
    }
  }
}

/// A file with an architecture.
private enum ArchitectureFile {
  /// The most bytes that are read: thousands of layers, and not a data file given by mistake.
  static let limit = 1 << 22

  static func contents(path: String) throws(ArchitectureError) -> Data {
    guard !path.isEmpty else { throw missing(found: "neither a preset nor a file of this name") }
    do {
      return Data(try InputFile(FilePath(path), .fileOrPipe).rest(atMost: limit))
    } catch {
      let kind = FileKind(FilePath(path))
      switch error.kind {
      case .missing where kind == nil: throw missing(found: "neither a preset nor a file of this name")
      case .unsuitable: throw missing(found: kind?.name ?? "no file")
      case .missing, .interrupted: throw missing(found: "a file that may not be read")
      case .silent: throw missing(found: "a pipe through which nothing comes")
      case .tooLarge:
        throw ArchitectureError(field: "size", found: "more than \(limit) bytes", supported: "Keras' JSON of one model")
      }
    }
  }

  private static func missing(found: String) -> ArchitectureError {
    ArchitectureError(
      kind: .inputMissing, field: "model", found: found,
      supported: "\(Preset.names), or the path of a file with Keras' model.to_json()")
  }
}
