import Collectives
import KernelInterface
import Network

/// Looks while a run trains whether its numbers are still right: the same on all workers, computed right, and finite.
///
/// It changes nothing. What it finds ends the run on all ranks, before a checkpoint or a result is made of it.
final class TrainingGuards {
  private let settings: GuardSettings
  private let assembly: StepAssembly
  private let plan: StepPlan
  private let communicator: any Communicator
  private let team: WorkerTeam
  private let ledger: TimeLedger?
  /// Nil where weights are not compared.
  private let comparison: WeightsComparison?
  private let point: RestorePoint?

  init(
    _ settings: GuardSettings, _ assembly: StepAssembly, _ plan: StepPlan, seed: UInt64,
    _ communicator: any Communicator, _ team: WorkerTeam, _ ledger: TimeLedger?
  ) {
    (self.settings, self.assembly, self.plan) = (settings, assembly, plan)
    (self.communicator, self.team, self.ledger) = (communicator, team, ledger)
    let isOn = settings.weightsEvery != nil
    let comparison = isOn ? WeightsComparison(assembly, communicator, team) : nil
    self.comparison = comparison
    point = isOn ? RestorePoint(assembly, team) : nil
    guard let interval = settings.auditEvery, let pass = assembly.audited else { return }
    assembly.step.audit = LeafAudit(every: interval, of: pass, seed: seed, assembly, comparison, communicator, team)
  }

  /// The first step is about to be taken.
  func begin() { point?.save() }

  /// A step has been taken. Collective.
  ///
  /// - Throws: ``TrainingError`` on all ranks where something is wrong.
  func stepTaken(_ observer: inout some TrainingObserver) throws {
    if let corruption = assembly.step.audit?.corruption { try report(corruption, &observer) }
    guard let interval = settings.weightsEvery, assembly.state.step % interval == 0 else { return }
    try check(&observer)
    guard let point, assembly.state.step - point.step >= RestorePoint.interval else { return }
    ledger.measure(.checks) { point.save() }
  }

  /// Compares the weights, and sees that they are finite; to be called before anything is made of them. Collective.
  ///
  /// - Throws: as ``stepTaken(_:)``.
  func check(_ observer: inout some TrainingObserver) throws {
    guard let comparison else { return }
    let corruption = try ledger.measure(.checks) { () throws(CommunicationError) in try comparison.difference() }
    if let corruption { try report(corruption, &observer) }
    // The copies are the same, so all ranks agree about this.
    if !comparison.isFinite { throw try origin(.weightsAreNotFinite(tensor: firstNotFiniteTensor, epoch: 0, step: 0)) }
  }

  /// An epoch has been trained. Collective.
  ///
  /// - Parameter training: its score, the same on all ranks.
  /// - Throws: as ``stepTaken(_:)``.
  func epochEnded(_ training: Score, _ observer: inout some TrainingObserver) throws {
    try check(&observer)
    do {
      try training.requireFinite(assembly.state)
      // A rectifier may hide a weight that is no number from the loss; and no loss has been computed with the last step's weights.
      try assembly.state.requireFinite()
    } catch {
      throw try origin(error)
    }
  }

  private var firstNotFiniteTensor: String {
    let state = assembly.state
    return state.network.layout.firstNotFinite(in: state.parameters.view)?.tensor.name ?? "weights"
  }

  /// What is to be thrown where a number is not finite: where it came from, if that can be found. Collective.
  private func origin(_ error: TrainingError) throws(CommunicationError) -> TrainingError {
    guard let point else { return error }
    let search = OriginSearch(
      assembly: assembly, plan: plan, point: point, communicator: communicator, team: team)
    return .notFinite(try search.run(found: error.subject))
  }

  private func report(_ corruption: Corruption, _ observer: inout some TrainingObserver) throws(TrainingError) {
    observer.keep(corruption.evidence)
    throw corruption.error
  }
}

extension Score {
  /// Throws where the loss is not a number.
  func requireFinite(_ state: TrainingState) throws(TrainingError) {
    guard lossSum.isFinite else { throw .lossIsNotANumber(epoch: state.epoch, step: state.step) }
  }
}
