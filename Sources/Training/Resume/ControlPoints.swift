import Collectives

/// When all ranks look up from their steps and agree on what is asked of the run.
///
/// To agree takes a message, so they do it about every 50 ms, after a number of steps that the first rank finds by its clock and
/// tells the others along with its request.
struct ControlPoints {
  /// From one control point to the next; with the checkpoint that may follow, a signal ends a run in far less than the second
  /// that launchers leave it.
  private static let seconds = 0.05
  private static let mostSteps = 1 << 20
  /// Requests stand above the number of steps in the one number that the ranks compare.
  private static let requestShift = 32

  private let communicator: any Communicator
  private let checkpointSteps: Int?
  private let clock = ContinuousClock()
  private var last: ContinuousClock.Instant
  /// Steps since the last control point, and how many are to lie between two.
  private var taken = 0
  private var interval = 1

  /// - Parameter checkpointSteps: multiples of it are control points in any case.
  init(_ communicator: any Communicator, checkpointSteps: Int?) {
    (self.communicator, self.checkpointSteps) = (communicator, checkpointSteps)
    last = clock.now
  }

  /// Counts a step, the run's number `step`.
  ///
  /// - Returns: whether the ranks meet after it, the same on all of them.
  mutating func isDue(after step: Int) -> Bool {
    taken += 1
    return taken >= interval || checkpointSteps.map { step.isMultiple(of: $0) } ?? false
  }

  /// The largest of all ranks' requests. Collective.
  mutating func agree(on request: RunRequest) throws(CommunicationError) -> RunRequest {
    let own = request.rawValue << Self.requestShift + (communicator.rank == 0 ? wantedInterval : 0)
    let largest = try communicator.maximum(own)
    // Where another rank asks for more than the first one, its number has no steps: all keep those that they have.
    let steps = largest & (1 << Self.requestShift - 1)
    if steps > 0 { interval = steps }
    (taken, last) = (0, clock.now)
    return RunRequest(rawValue: largest >> Self.requestShift) ?? .none
  }

  /// How many steps take the time from one control point to the next; what it was where none has been taken.
  private var wantedInterval: Int {
    guard taken > 0 else { return interval }
    let step = max((clock.now - last) / .seconds(1), 1e-9) / Double(taken)
    return min(max(Int(Self.seconds / step), 1), Self.mostSteps)
  }
}
