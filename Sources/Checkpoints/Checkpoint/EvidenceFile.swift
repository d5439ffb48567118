package import SystemPackage

/// A file of numbers that should be the same as others and are not: kept for whoever looks for the cause, read by no command.
package enum EvidenceFile {
  /// Writes `tensors` to `path`, complete or not at all; makes its folder.
  ///
  /// - Throws: as `SafetensorsFile.init(path:tensors:metadata:)` and `AtomicFile.write(_:to:)`.
  package static func write(_ tensors: [Tensor], _ metadata: [String: String], to path: FilePath) throws(StorageError) {
    try Folder.create(Folder.containing(path))
    try SafetensorsFile(path: path, tensors: tensors, metadata: metadata).write()
  }
}
