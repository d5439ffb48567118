import Collectives
import Encodings
import KernelInterface
import Network
import RunPhases

/// Lets another rank compute a pass of a step again, from the same images, and compares the bits.
///
/// What one worker computes wrongly goes into everybody's weights, so no comparison of weights can find it. That another rank may
/// compute it, and must get the same bits, is what reproducible leaves are good for.
///
/// Collective, on the main thread of each rank.
final class LeafAudit {
  /// What was found in the last step; nil for nothing.
  private(set) var corruption: Corruption?
  private let interval: Int
  private let draw: AuditDraw
  private let pass: AuditedPass
  private let tree: SumTree
  private let workers: [LeafWorker]
  private let layout: ParameterLayout
  private let comparison: WeightsComparison?
  private let communicator: any Communicator
  private let team: WorkerTeam

  /// - Parameters:
  ///   - interval: steps from one audit to the next.
  ///   - comparison: of the weights, of which a difference explains all others.
  init(
    every interval: Int, of pass: AuditedPass, seed: UInt64, _ assembly: StepAssembly, _ comparison: WeightsComparison?,
    _ communicator: any Communicator, _ team: WorkerTeam
  ) {
    (self.interval, self.pass, draw) = (interval, pass, AuditDraw(seed: seed))
    (tree, workers) = (assembly.gradients.tree, assembly.workers)
    layout = assembly.state.network.layout
    (self.comparison, self.communicator, self.team) = (comparison, communicator, team)
  }

  /// Chooses the pass, before the step computes its gradients.
  func choose(step number: Int) {
    pass.choose(leaf: number % interval == 0 ? draw.leaf(step: number, of: tree.leafCount) : nil)
  }

  /// Compares, after the gradients were computed and before the weights change.
  ///
  /// - Parameter step: its number in the epoch.
  func run(_ step: Int, _ optimizerStep: OptimizerStep, draw random: RandomDraw) throws(CommunicationError) {
    guard let leaf = pass.leaf else { return }
    communicator.heartbeat.enter(.audit)
    let (ranks, number) = (communicator.rankCount, optimizerStep.number)
    let owner = ShardOwnership.owner(of: leaf, among: tree.leafCount, ranks: ranks)
    guard let record = AuditRecord(try communicator.broadcast(ownRecord(step: step), from: owner)) else { return }
    let auditor = draw.other(than: owner, of: ranks, step: number)
    let thread =
      auditor == owner
      ? draw.other(than: record.thread, of: team.count, step: number) : draw.thread(step: number, of: team.count)
    let isAuditor = communicator.rank == auditor
    if isAuditor { recompute(record, step, random, on: thread) }
    let leaves = tree.leaves(of: record.node)
    let digest = isAuditor ? pass.second.digest(leaves: leaves.count) : record.digest
    guard try communicator.maximum(digest == record.digest ? 0 : 1) > 0 else { return }
    corruption = try comparison?.difference()
    if corruption != nil { return }
    let auditorName = WorkerName(rank: auditor, thread: try share(thread, from: auditor))
    let versions = [
      try SharedVector(pass.first.gradient, from: owner, communicator),
      try SharedVector(pass.second.gradient, from: auditor, communicator),
    ]
    let second = try share(Int(truncatingIfNeeded: digest), from: auditor)
    let votes = try vote(record, step, random)
    let names = [WorkerName(rank: owner, thread: record.thread), auditorName]
    corruption = Corruption(
      error: .leafDiffers(
        LeafDifference(
          step: number, leaves: leaves, owner: names[0], wasTaken: record.wasTaken, auditor: names[1],
          difference: layout.firstDifference(versions[0].values.view, versions[1].values.view),
          agreeingWithOwner: votes.filter { $0.value == record.digest }.map(\.worker),
          agreeingWithAuditor: votes.filter { $0.value == UInt64(truncatingIfNeeded: second) }.map(\.worker))),
      evidence: Evidence(
        subject: "gradient", step: number,
        versions: zip(names, versions).map { .init(worker: $0, tensors: layout.weights(in: $1.values)) }))
  }

  /// What this rank tells of the pass; nothing where it is another's.
  private func ownRecord(step: Int) -> [UInt8] {
    guard let owned = pass.owned else { return [] }
    return AuditRecord(
      node: owned.node, thread: owned.thread, wasTaken: owned.wasTaken,
      digest: pass.first.digest(leaves: tree.leaves(of: owned.node).count),
      images: workers[owned.thread].imageBytes(of: owned.node, step: step)
    ).bytes
  }

  private func recompute(_ record: AuditRecord, _ step: Int, _ random: RandomDraw, on thread: Int) {
    let (workers, pass) = (workers, pass)
    team.run { worker in
      if worker == thread { workers[worker].recompute(record, step: step, draw: random, into: &pass.second) }
    }
  }

  /// What every worker of the job gets, one after the other. Collective.
  private func vote(
    _ record: AuditRecord, _ step: Int, _ random: RandomDraw
  ) throws(CommunicationError) -> [Ballot.Vote] {
    var bytes: [UInt8] = []
    for thread in workers.indices {
      recompute(record, step, random, on: thread)
      LittleEndian.append(pass.second.digest(leaves: tree.leaves(of: record.node).count), to: &bytes)
    }
    return try communicator.gatherBytes(bytes).enumerated().flatMap { rank, bytes in
      LittleEndian.words(in: bytes, 0..<bytes.count).enumerated().map {
        Ballot.Vote(WorkerName(rank: rank, thread: $0), $1)
      }
    }
  }

  /// A number of one rank's. Collective.
  private func share(_ number: Int, from root: Int) throws(CommunicationError) -> Int {
    var bytes: [UInt8] = []
    LittleEndian.append(UInt64(bitPattern: Int64(number)), to: &bytes)
    let received = try communicator.broadcast(bytes, from: root)
    return Array(LittleEndian.words(in: received, 0..<8)).first.map { Int(truncatingIfNeeded: $0) } ?? 0
  }
}
