import Collectives
package import FashionMNIST
package import Network
package import SystemLimits

/// The memory that a process will take, added up before it takes any: by what it is for.
///
/// Less than it will be in truth, so that nothing is refused that would have worked.
package struct MemoryEstimate: Sendable {
  private var parts: [(name: String, bytes: Int)] = []
  /// What only one process of the job on a machine takes.
  private var bytesOfOne = 0

  package init() {}

  package mutating func add(_ name: String, bytes: Int) { parts.append((name, bytes)) }

  /// What every process takes.
  package var bytes: Int { ByteCount.sum(parts.map(\.bytes)) }

  /// Throws ``MemoryShortage`` where there is less memory.
  ///
  /// - Parameters:
  ///   - sharers: processes of the job on this machine, this one included.
  ///   - bounds: of the memory that there is.
  package func check(
    sharers: Int = 1, in bounds: [AvailableMemory] = AvailableMemory.current()
  ) throws(MemoryShortage) {
    let each = ByteCount.sum([bytes, bytesOfOne / max(1, sharers)])
    guard let bound = AvailableMemory.shortage(of: each, sharers: sharers, in: bounds) else { return }
    let copies = bytesOfOne == 0 ? [] : [("a checkpoint", bytesOfOne / max(1, sharers))]
    throw MemoryShortage(parts: parts + copies, sharers: bound.isShared ? sharers : 1, bound: bound)
  }
}

extension MemoryEstimate {
  /// Throws ``MemoryShortage`` where so many workspaces do not fit, before anything is made of an architecture, and what
  /// ``Architecture/requireOffsets(imagesAtOnce:)`` throws.
  package static func check(workspaces: Int, imagesAtOnce: Int, of architecture: Architecture) throws {
    try MemoryEstimate(workspaces: workspaces, imagesAtOnce: imagesAtOnce, of: architecture).check()
    try architecture.requireOffsets(imagesAtOnce: imagesAtOnce)
  }

  /// What so many workspaces take at the least.
  ///
  /// A convolution counts for a quarter: where pooling follows, its own numbers are not stored.
  private init(workspaces: Int, imagesAtOnce: Int, of architecture: Architecture) {
    let floats = ByteCount.sum(
      architecture.layers.map { layer in
        let count = layer.outputShape.reduce(1, *)
        switch layer.kind {
        case .convolution2D: return count / 4
        case .dense, .zeroPadding2D: return count
        default: return 0
        }
      })
    // Each number has a gradient.
    add("activations", bytes: ByteCount.product(2, MemoryLayout<Float>.size, floats, imagesAtOnce, workspaces))
    add("weights", bytes: ByteCount.product(MemoryLayout<Float>.size, architecture.parameterCount))
  }

  /// What so many workspaces take of a network, and its parameters once.
  package init(workspaces: Int, of network: Network) {
    let size = MemoryLayout<Float>.size
    add("activations", bytes: ByteCount.product(size, network.plan.bufferFloats, workspaces))
    add("weights", bytes: ByteCount.product(size, network.layout.floatCount))
  }

  /// What a rank takes for training, images aside.
  ///
  /// - Parameters:
  ///   - shards: of the rank.
  ///   - guards: which of them keep copies.
  ///   - sharers: ranks that share the optimiser's state.
  package init(
    training configuration: TrainingConfiguration, of network: Network, _ schedule: BatchSchedule, shards: Range<Int>,
    threads: Int, guards: GuardSettings = .none, sharers: Int
  ) {
    let vector = ByteCount.product(MemoryLayout<Float>.size, network.layout.floatCount)
    let tree = SumTree(leafCount: configuration.shards)
    let leavesAtOnce = network.leavesAtOnce(schedule)
    let programs = (0..<threads).map {
      LeafProgram(
        tree, leaves: ShardOwnership.shards(ofThread: $0, of: threads, among: shards), leavesAtOnce: leavesAtOnce)
    }
    let kinds = configuration.optimizer.slotKinds.count
    self.init(workspaces: 2 * threads, of: network)
    add("each thread's weights", bytes: ByteCount.product(vector, threads))
    add("gradients", bytes: ByteCount.product(vector, programs.reduce(0) { $0 + $1.slotCount }))
    add("the optimiser", bytes: ByteCount.product(vector, kinds) / max(1, sharers))
    if configuration.earlyStopping.restoreBestWeights { add("the best weights", bytes: vector) }
    if guards.weightsEvery != nil {
      add("numbers to go back to", bytes: vector + ByteCount.product(vector, kinds) / max(1, sharers))
    }
    if guards.auditEvery != nil { add("a gradient computed twice", bytes: ByteCount.product(2, vector)) }
    // While a checkpoint is written, its numbers are there six times more: in three snapshots, which may all wait, and as they
    // are written, as bytes, and read back.
    let parts = 1 + kinds + (configuration.earlyStopping.restoreBestWeights ? 1 : 0)
    bytesOfOne = ByteCount.product(6 * MemoryLayout<Float>.size, network.layout.parameterCount, parts)
  }
}

extension Network {
  /// The leaves of a pass: as many as fit.
  package func leavesAtOnce(_ schedule: BatchSchedule) -> Int {
    max(1, capacity / max(schedule.imagesPerShardAndBatch, 1))
  }
}

/// There is less memory than a command needs.
package struct MemoryShortage: Error, CustomStringConvertible {
  private let parts: [(name: String, bytes: Int)]
  private let sharers: Int
  private let bound: AvailableMemory

  init(parts: [(name: String, bytes: Int)], sharers: Int, bound: AvailableMemory) {
    (self.parts, self.sharers, self.bound) = (parts, sharers, bound)
  }

  package var description: String {
    let total = ByteCount.sum(parts.map(\.bytes))
    let largest = parts.sorted { $0.bytes > $1.bytes }.prefix(2)
      .map { "\(ByteCount.text($0.bytes)) for \($0.name)" }.joined(separator: ", ")
    let each = sharers > 1 ? " for each of \(sharers) ranks here" : ""
    return "this needs at least \(ByteCount.text(total)) of memory\(each) (\(largest)), but only \(bound.text). "
      + "Use a smaller model, fewer --threads, fewer images at once (a smaller --batch-size, or more --shards), or a "
      + "machine with more memory."
  }
}
