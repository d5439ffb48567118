import CSignals
import Collectives
import ExitCodes
import Foundation
import RunPhases
import SystemPackage

/// Runs the ranks of a training, passes signals on to them, and starts them again where that may help.
struct JobSupervisor {
  /// How the user knows the command: "launch local".
  let name: String
  /// Where checkpoints show that the job has come further; nil where it is started once.
  let folder: FilePath?
  private var policy: RestartPolicy
  private let orders: JobOrders
  private let clock = ContinuousClock()
  private let recorder = FlightRecorder()

  init(_ name: String, folder: FilePath?, maxRestarts: Int) {
    (self.name, self.folder) = (name, folder)
    policy = RestartPolicy(most: maxRestarts)
    orders = JobOrders(recorder)
  }

  /// Runs the job to its last end.
  ///
  /// - Parameters:
  ///   - hosts: those that are waited for before each start.
  ///   - job: how it is started, now or again; nil where that cannot be done now, and may be later.
  /// - Returns: what this process is to end with: the code of the job.
  mutating func run(
    after hosts: HostWait? = nil, _ job: (_ isRestart: Bool) async throws -> JobProcess?
  ) async throws -> ExitStatus {
    let signals = SignalWatch(JobOrders.signals) { [orders] in orders.receive($0) }
    defer { signals.end() }
    let watch = LauncherWatch(recorder) { [name] in StandardError.line("\(name): \($0)") }
    csignals_adopt_orphans()
    LauncherLeftovers.removeAbandoned()
    var isRestart = false
    while true {
      try await hosts?.run(isRestart: isRestart, isStopped: { [orders] in orders.isStopped }, say: say)
      guard !orders.isStopped else { return .interrupted }
      recorder?.clear()
      let before = CheckpointTraces(folder)
      let start = clock.now
      let process = try await job(isRestart)
      guard !orders.isStopped else { return .interrupted }
      let status = try await process?.run(orders, watch) ?? .unexpected
      if let end = ending(status) { return end }
      let place = status.isExplained ? nil : recorder?.text
      let hasProgress = CheckpointTraces(folder).hasNewer(than: before)
      switch policy.decide(after: status, hasProgress: hasProgress) {
      case .end(let reason):
        // Of a process that was started without mpirun nobody else says how it ended.
        let parts = [place, Self.text(status), reason].compactMap(\.self)
        if parts.count > 1 { say(parts.joined(separator: "; ")) }
        return status
      case .restart(let number, let pause):
        if let place { say(place) }
        say(restartText(status, after: clock.now - start, number: number, hasProgress: hasProgress, pause: pause))
        try await wait(pause)
        guard !orders.isStopped else { return .interrupted }
      }
      isRestart = true
    }
  }

  /// What all ends with where the job is not to be started again: it is done, or was asked to end.
  private func ending(_ status: ExitStatus) -> ExitStatus? {
    if let force = orders.force { return .signal(force.number) }
    guard orders.isStopped else { return status == .done ? status : nil }
    // The request came before the ranks could take notice, and there is nothing to save yet.
    return status == .signal(SIGUSR1) ? .interrupted : status
  }

  /// Sleeps, but not on when the job is asked to end.
  private func wait(_ pause: Duration) async throws {
    let end = clock.now + pause
    while clock.now < end, !orders.isStopped { try await Task.sleep(for: .milliseconds(50)) }
  }

  private func say(_ text: String) { StandardError.line("\(name): \(text)") }

  private func restartText(
    _ status: ExitStatus, after time: Duration, number: Int, hasProgress: Bool, pause: Duration
  ) -> String {
    let seconds = String(format: "%.1f", time / .seconds(1))
    let delay = pause > .zero ? " in \(pause.components.seconds) s" : ""
    let from = hasProgress ? "from its newest checkpoint" : "from where it was: it has saved nothing new"
    return "\(Self.text(status)) after \(seconds) s; restart \(number)\(delay), \(from)"
  }

  private static func text(_ status: ExitStatus) -> String {
    guard let signal = status.signal else { return "the job ended with exit code \(status.rawValue)" }
    return "the job was ended by signal \(signal)"
  }
}
