import Checkpoints
import Collectives
import Encodings
import KernelInterface
import Network
import RunPhases
import Synchronization

/// Compares all copies of the weights, of every thread of every rank, and what the optimisers of several groups keep.
///
/// A number that was changed in one copy, in memory or on its way from another worker, makes that copy differ from the others for
/// good. Ranks that share memory have one copy of what the optimiser keeps, so there is nothing to compare it with.
final class WeightsComparison {
  /// The digests of one worker's numbers.
  private struct Copy: Sendable {
    var weights = FloatDigest()
    var slots = FloatDigest()
  }

  private let state: TrainingState
  private let memories: [WorkerMemory]
  private let group: HostGroup
  private let communicator: any Communicator
  private let team: WorkerTeam
  private let work: TeamWork
  private let copies: SharedCopies

  /// What the workers fill in, each its own.
  private final class SharedCopies: Sendable {
    let all: Mutex<[Copy]>
    init(count: Int) { all = Mutex(Array(repeating: Copy(), count: count)) }
  }

  init(_ assembly: StepAssembly, _ communicator: any Communicator, _ team: WorkerTeam) {
    let (state, memories, group) = (assembly.state, assembly.gradients.workers, assembly.gradients.memory.group)
    (self.state, self.memories, self.group) = (state, memories, group)
    (self.communicator, self.team) = (communicator, team)
    let copies = SharedCopies(count: team.count)
    self.copies = copies
    let slots = group.groupCount > 1 ? state.optimizer.slots : []
    work = TeamWork { worker in
      let own = memories[worker].own
      var copy = Copy()
      copy.weights = memories[worker].parameters.view.digest()
      for (number, slot) in slots.enumerated() {
        // As if the slots were one vector.
        copy.slots += slot.view(at: own.lowerBound, count: own.count).digest(at: own.lowerBound + number * slot.count)
      }
      copies.all.withLock { $0[worker] = copy }
    }
  }

  /// Whether all weights were finite when they were compared; the same on all ranks where they were equal.
  var isFinite: Bool { copies.all.withLock { $0.allSatisfy(\.weights.isFinite) } }

  /// What differs; nil where all copies are the same. Collective.
  func difference() throws(CommunicationError) -> Corruption? {
    communicator.heartbeat.enter(.audit)
    team.run(work)
    let all = copies.all.withLock { $0 }
    let own = all[0].weights
    var slots = FloatDigest()
    for copy in all { slots += copy.slots }
    // Every rank makes every call, whatever it knows already.
    let hasPeers = group.groupCount > 1
    let areSlotsSame = hasPeers ? try group.peers.haveSame(Int(truncatingIfNeeded: slots.value)) : true
    let isSame = areSlotsSame && all.allSatisfy { $0.weights == own }
    if try communicator.haveSame(isSame ? Int(truncatingIfNeeded: own.value) : nil) { return nil }
    return try explain(all.map(\.weights.value), slots: slots.value)
  }

  /// Whose copy is the odd one, and where it differs. Collective.
  private func explain(_ weights: [UInt64], slots: UInt64) throws(CommunicationError) -> Corruption? {
    var bytes: [UInt8] = []
    for word in weights + [slots] { LittleEndian.append(word, to: &bytes) }
    let gathered = try communicator.gatherBytes(bytes).map { Array(LittleEndian.words(in: $0, 0..<$0.count)) }
    let copies = gathered.enumerated().flatMap { rank, words in
      words.dropLast().enumerated().map { Ballot.Vote(WorkerName(rank: rank, thread: $0), $1) }
    }
    if let ballot = Ballot(copies) { return try corruption(ballot, "weights") }
    for position in 0..<group.rankCount {
      let peers = gathered.indices.filter { $0 % group.rankCount == position }
      let votes = peers.map { Ballot.Vote(WorkerName(rank: $0, thread: 0), gathered[$0].last ?? 0) }
      if let ballot = Ballot(votes) { return try corruption(ballot, "optimizer") }
    }
    return nil
  }

  private func corruption(_ ballot: Ballot, _ subject: String) throws(CommunicationError) -> Corruption {
    let layout = state.network.layout
    let isOfWeights = subject == "weights"
    let prefixes = isOfWeights ? [""] : state.optimizer.settings.slotKinds.map(\.rawValue)
    var tensors: [[Tensor]] = [[], []]
    var difference: VectorDifference?
    for (number, prefix) in prefixes.enumerated() {
      var versions: [SharedVector] = []
      for (index, worker) in [ballot.odd, ballot.usual].enumerated() {
        let isOwn = worker.rank == communicator.rank
        let own = isOfWeights ? memories[isOwn ? worker.thread : 0].parameters : state.optimizer.slots[number]
        versions.append(try SharedVector(own, from: worker.rank, communicator))
        tensors[index] += layout.weights(in: versions[index].values).map { $0.renamed(prefix + $0.name) }
      }
      difference =
        difference ?? layout.firstDifference(versions[0].values.view, versions[1].values.view, prefix: prefix)
    }
    return Corruption(
      error: .copiesDiffer(CopyDifference(step: state.step, ballot: ballot, difference: difference)),
      evidence: Evidence(
        subject: subject, step: state.step,
        versions: zip([ballot.odd, ballot.usual], tensors).map { .init(worker: $0, tensors: $1) }))
  }
}
