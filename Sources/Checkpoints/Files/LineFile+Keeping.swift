import InputFiles
package import SystemPackage

extension LineFile {
  /// Rewrites the file `path` with those of its lines that are to stay, complete or not at all; a last line without its end,
  /// which a killed process leaves, goes in any case. Nothing happens where there is no such file, or nothing to leave out.
  ///
  /// - Parameter stays: is asked of each line in order, without its newline.
  /// - Throws: `inputMissing` if the file cannot be read; otherwise as `AtomicFile.write(_:to:)`.
  package static func keepLines(
    of path: FilePath, where stays: (_ line: [UInt8]) -> Bool
  ) throws(StorageError) {
    guard case .regular(let size) = FileKind(path) else { return }
    var lines = try InputLines(path)
    var kept: [UInt8] = []
    while let line = try lines.next() {
      if stays(line) { kept += line + [UInt8(ascii: "\n")] }
    }
    if kept.count != size { try AtomicFile.write(kept, to: path) }
  }
}
