package import SystemPackage
import TextTables

/// Everything that a run needs to go on as if it had never stopped.
package struct Checkpoint: Equatable, Sendable {
  /// The weights in model order, those that are not trained included.
  package let weights: [Tensor]
  /// What the optimiser keeps of trained weights, in the order of the kinds.
  package let slots: [OptimizerSlot]
  /// The weights of the best epoch, all of them in model order; empty where the run does not keep them.
  package let best: [Tensor]
  /// The position of the run and its hyper-parameters.
  package let run: CheckpointState

  /// A checkpoint of these parts; whether they fit each other is checked when it is written.
  package init(weights: [Tensor], slots: [OptimizerSlot], best: [Tensor] = [], run: CheckpointState) {
    self.weights = weights
    self.slots = slots
    self.best = best
    self.run = run
  }

  /// Reads and verifies the checkpoint `path`.
  ///
  /// - Throws: as `SafetensorsFile.init(reading:)`; `badData` if the file is no checkpoint, if a digest differs, if
  ///   slots do not fit the weights, or if a number is not finite.
  package init(reading path: FilePath) throws(StorageError) {
    let file = try SafetensorsFile(reading: path)
    guard try FileFormat.verified(file) == .checkpoint else {
      throw StorageError(
        .badData, path,
        "is no checkpoint: its format is \((file.metadata[FileFormat.key] ?? "").quoted), "
          + "expected \(FileFormat.checkpoint.rawValue.quoted)",
        advice: "Name a file in the folder checkpoints of a run")
    }
    var parts: [CheckpointPart: [Tensor]] = [:]
    for entry in file.entries {
      let part = CheckpointPart(of: entry.name)
      let tensor = try file.tensor(entry)
      try tensor.requireFinite(in: path)
      parts[part, default: []].append(tensor.renamed(String(entry.name.dropFirst(part.prefix.count))))
    }
    self.init(
      weights: parts[.weights] ?? [],
      slots: OptimizerSlot.Kind.allCases.compactMap { kind in parts[.slot(kind)].map { OptimizerSlot(kind, $0) } },
      best: parts[.best] ?? [], run: try CheckpointState(file))
    try check(path)
  }

  /// The weights that a model takes: where there are averages of trained ones, those.
  package var result: [Tensor] {
    let averages = slots.first { $0.kind == .average }?.tensors ?? []
    let byName = Dictionary(averages.map { ($0.name, $0) }) { first, _ in first }
    return weights.map { byName[$0.name] ?? $0 }
  }

  /// Writes the checkpoint to `path`, complete or not at all. Not through a link, which may lead to another run's.
  ///
  /// - Throws: `badData` if slots do not fit the weights; otherwise as `SafetensorsFile.init(path:tensors:metadata:)`
  ///   and `AtomicFile.write(_:to:)`.
  package func write(to path: FilePath) throws(StorageError) {
    try check(path)
    let slots = slots.map { (part: CheckpointPart.slot($0.kind), tensors: $0.tensors) }
    let tensors = ([(.weights, weights)] + slots + [(.best, best)]).flatMap { (part, tensors) in
      tensors.map { $0.renamed(part.prefix + $0.name) }
    }
    try ContentSeal.sealed(SafetensorsFile(path: path, tensors: tensors, metadata: Self.metadata(run)))
      .write(replacesLink: true)
  }

  /// The size of a checkpoint in bytes, before there are numbers to put into it.
  ///
  /// - Parameters:
  ///   - trained: those weights of which the optimiser keeps something of each kind.
  ///   - keepsBest: whether the weights of the best epoch are in it too.
  /// - Throws: `badData` where such a file could not be written.
  package static func byteCount(
    _ weights: [TensorOutline], trained: [TensorOutline], kinds: [OptimizerSlot.Kind], keepsBest: Bool = false,
    run: CheckpointState, path: FilePath
  ) throws(StorageError) -> Int {
    let slots = kinds.flatMap { kind in
      trained.map { TensorOutline(name: kind.rawValue + $0.name, shape: $0.shape) }
    }
    let best =
      keepsBest ? weights.map { TensorOutline(name: CheckpointPart.best.prefix + $0.name, shape: $0.shape) } : []
    return try SafetensorsFile.byteCount(path, weights + slots + best, metadata: metadata(run))
  }

  private static func metadata(_ run: CheckpointState) -> [String: String] {
    run.metadata.merging([FileFormat.key: FileFormat.checkpoint.rawValue]) { $1 }
  }

  /// Checks that all slots belong to the same weights, in model order, with their shapes.
  private func check(_ path: FilePath) throws(StorageError) {
    func error(_ problem: String) -> StorageError {
      StorageError(.badData, path, problem, advice: "Use a checkpoint of the same model and program")
    }
    if let weight = weights.first(where: { CheckpointPart(of: $0.name) != .weights }) {
      throw error("weight \(weight.name.quoted) has a name that is reserved for other parts of a checkpoint")
    }
    if !best.isEmpty, best.map(\.outline) != weights.map(\.outline) {
      throw error("has other names or shapes of the best epoch's weights, expected those of the weights")
    }
    for slot in slots {
      // Every tensor must match a weight further on than the one before it.
      var rest = weights[...]
      for tensor in slot.tensors {
        rest = rest.drop { $0.name != tensor.name }
        guard let weight = rest.popFirst(), weight.shape == tensor.shape else {
          throw error(
            "has \((slot.kind.rawValue + tensor.name).quoted) with shape \(tensor.shape), expected the names, shapes and "
              + "order of the weights")
        }
      }
    }
    guard let first = slots.first else { return }
    for slot in slots where slot.tensors.map(\.name) != first.tensors.map(\.name) {
      throw error(
        "has \(first.tensors.count) tensors \(first.kind.rawValue)* and \(slot.tensors.count) \(slot.kind.rawValue)*, "
          + "expected both of the same weights")
    }
  }
}
