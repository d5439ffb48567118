package import SystemPackage

/// The weights of a network from a file: a model file, a checkpoint, or a safetensors file of another program.
package struct SavedModel: Equatable, Sendable {
  /// The weights in model order; where a checkpoint has their averages, those.
  package let weights: [Tensor]
  /// The run that made them, with the architecture; nil for a file of another program.
  package let run: CheckpointState?
  /// What was done to the numbers of the file, as a sentence; nil if nothing was.
  package let remark: String?

  /// Reads and verifies the file `path`; what else a checkpoint holds is left out.
  ///
  /// - Throws: as `SafetensorsFile.init(reading:)`; `badData` if a digest differs, or a weight has no numbers of floating
  ///   point, or one that is not finite.
  package init(reading path: FilePath) throws(StorageError) {
    let file = try SafetensorsFile(reading: path)
    run = try FileFormat.verified(file) == nil ? nil : CheckpointState(file)
    remark = file.conversionRemark
    var weights: [Tensor] = []
    let entries = Dictionary(file.entries.map { ($0.name, $0) }) { first, _ in first }
    for entry in file.entries where CheckpointPart(of: entry.name) == .weights {
      let average = entries[OptimizerSlot.Kind.average.rawValue + entry.name]
      let tensor = try file.tensor(average ?? entry)
      try tensor.requireFinite(in: path)
      weights.append(tensor.renamed(entry.name))
    }
    self.weights = weights
  }

  /// Writes a model file to `path`, complete or not at all: `weights` in model order, and the run that made them.
  ///
  /// - Throws: as `SafetensorsFile.init(path:tensors:metadata:)` and `AtomicFile.write(_:to:)`.
  package static func write(_ weights: [Tensor], run: CheckpointState, to path: FilePath) throws(StorageError) {
    try ContentSeal.sealed(SafetensorsFile(path: path, tensors: weights, metadata: metadata(run))).write()
  }

  /// The size of a model file in bytes, before there are weights.
  ///
  /// - Throws: `badData` where such a file could not be written.
  package static func byteCount(
    _ weights: [TensorOutline], run: CheckpointState, path: FilePath
  ) throws(StorageError) -> Int {
    try SafetensorsFile.byteCount(path, weights, metadata: metadata(run))
  }

  private static func metadata(_ run: CheckpointState) -> [String: String] {
    run.metadata.merging([FileFormat.key: FileFormat.model.rawValue]) { $1 }
  }
}
