package import SystemPackage

/// Everything that a run needs to go on as if it had never stopped.
package struct Checkpoint: Equatable, Sendable {
  /// The weights in model order, those that are not trained included.
  package let weights: [Tensor]
  /// Adam's running averages of the gradient: for trained weights, under their names, in model order.
  package let firstMoments: [Tensor]
  /// Adam's running averages of the squared gradient, likewise.
  package let secondMoments: [Tensor]
  /// The position of the run and its hyper-parameters.
  package let run: RunState

  /// A checkpoint of these parts; whether they fit each other is checked when it is written.
  package init(weights: [Tensor], firstMoments: [Tensor], secondMoments: [Tensor], run: RunState) {
    self.weights = weights
    self.firstMoments = firstMoments
    self.secondMoments = secondMoments
    self.run = run
  }

  /// Reads and verifies the checkpoint `path`.
  ///
  /// - Throws: as `SafetensorsFile.init(reading:)`; `badData` if the file is no checkpoint, if a digest differs, or if
  ///   moments do not fit the weights.
  package init(reading path: FilePath) throws(StorageError) {
    let file = try SafetensorsFile(reading: path)
    guard try FileFormat.verified(file) == .checkpoint else {
      throw StorageError(
        .badData, path,
        "is no checkpoint: its format is \((file.metadata[FileFormat.key] ?? "").quoted), "
          + "expected \(FileFormat.checkpoint.rawValue.quoted)",
        advice: "Name a file in the folder checkpoints of a run")
    }
    var parts: [Moments?: [Tensor]] = [:]
    for entry in file.entries {
      let kind = Moments.kind(of: entry.name)
      let name = String(entry.name.dropFirst(kind?.rawValue.count ?? 0))
      parts[kind, default: []].append(try file.tensor(entry).renamed(name))
    }
    self.init(
      weights: parts[nil] ?? [], firstMoments: parts[.first] ?? [], secondMoments: parts[.second] ?? [],
      run: try RunState(file))
    try check(path)
  }

  /// Writes the checkpoint to `path`, complete or not at all.
  ///
  /// - Throws: `badData` if moments do not fit the weights; otherwise as `SafetensorsFile.init(path:tensors:metadata:)`
  ///   and `AtomicFile.write(_:to:)`.
  package func write(to path: FilePath) throws(StorageError) {
    try check(path)
    let tensors =
      weights + firstMoments.map { $0.renamed(Moments.first.rawValue + $0.name) }
      + secondMoments.map { $0.renamed(Moments.second.rawValue + $0.name) }
    let metadata = run.metadata.merging([FileFormat.key: FileFormat.checkpoint.rawValue]) { $1 }
    try ContentSeal.sealed(SafetensorsFile(path: path, tensors: tensors, metadata: metadata)).write()
  }

  /// Checks that both kinds of moments belong to the same weights, in model order, with their shapes.
  private func check(_ path: FilePath) throws(StorageError) {
    func error(_ problem: String) -> StorageError {
      StorageError(.badData, path, problem, advice: "Use a checkpoint of the same model and program")
    }
    if let weight = weights.first(where: { Moments.kind(of: $0.name) != nil }) {
      throw error("weight \(weight.name.quoted) has a name that is reserved for moments")
    }
    for moments in [firstMoments, secondMoments] {
      // Every moment must match a weight further on than the one before it.
      var rest = weights[...]
      for moment in moments {
        rest = rest.drop { $0.name != moment.name }
        guard let weight = rest.popFirst(), weight.shape == moment.shape else {
          throw error(
            "has a moment of \(moment.name.quoted) with shape \(moment.shape), expected the names, shapes and order "
              + "of the weights")
        }
      }
    }
    guard firstMoments.map(\.name) == secondMoments.map(\.name) else {
      throw error(
        "has \(firstMoments.count) first and \(secondMoments.count) second moments, expected both of the same weights")
    }
  }
}
