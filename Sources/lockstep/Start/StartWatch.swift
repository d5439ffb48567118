import Collectives
import Dispatch
import ExitCodes
import Foundation
import RunPhases

/// Speaks of ranks that wait for others before they can watch each other, and ends them in the end.
///
/// It knows no more of the others than the flight recorder of this host and the system: who is there, and who is stopped.
struct StartWatch {
  /// When it speaks of ranks that have been given no times: programs may take seconds to be loaded.
  private static let usual = StallTimes(warning: 30, shutdown: 300)
  /// The one that comes first speaks, and is heard before the others end.
  private static let patience = 0.2

  let rank: Int
  let recorder: FlightRecorder?
  /// When a hanging job is spoken of and ended.
  let times: StallTimes

  /// Does what `start` does in `place`, "MPI_Init".
  func during<Started>(_ place: String, _ start: () throws -> Started) rethrows -> Started {
    let times = Self.earlier(times)
    let remarks = [
      item(after: times.warning) { warn(waiting(times.warning, place)) },
      item(after: times.shutdown) { end(waiting(times.shutdown, place)) },
    ]
    defer { for remark in remarks { remark.cancel() } }
    return try start()
  }

  /// The times that are asked for, where they come before the usual ones.
  private static func earlier(_ times: StallTimes) -> StallTimes {
    StallTimes(
      warning: times.warning > 0 ? min(times.warning, usual.warning) : usual.warning,
      shutdown: times.shutdown > 0 ? min(times.shutdown, usual.shutdown) : usual.shutdown)
  }

  private func item(after seconds: Double, _ work: @escaping @Sendable () -> Void) -> DispatchWorkItem {
    let item = DispatchWorkItem(block: work)
    DispatchQueue.global().asyncAfter(deadline: .now() + seconds, execute: item)
    return item
  }

  private func waiting(_ seconds: Double, _ place: String) -> String {
    "rank \(rank) has waited \(Int(seconds)) s for the other ranks in \(place)"
  }

  /// Speaks once on this host: as the first rank there that can.
  private func warn(_ waiting: String) {
    let able = (recorder?.processes ?? [:]).filter { !Self.isStopped($0.value) }
    guard able.keys.min() ?? rank == rank else { return }
    StandardError.line("lockstep: \(waiting); \(stopped ?? "do all of them run this program?")")
  }

  private func end(_ waiting: String) {
    let isAsked = times.shutdown > 0 && times.shutdown <= Self.usual.shutdown
    let advice = isAsked ? "the job ends" : "it gives up. Start the same command on all ranks."
    if recorder?.isFirstToSpeak() ?? true {
      StandardError.line("lockstep: \([waiting, stopped, advice].compactMap(\.self).joined(separator: "; "))")
    }
    Whereabouts.leave(isExplained: true)
    Thread.sleep(forTimeInterval: Self.patience)
    _exit((isAsked ? ExitStatus.hung : ExitStatus.launchUnusable).rawValue)
  }

  /// The ranks of this host that a signal has stopped; nil if there are none.
  private var stopped: String? {
    let ranks = (recorder?.processes ?? [:]).filter { Self.isStopped($0.value) }.sorted { $0.key < $1.key }
    guard !ranks.isEmpty else { return nil }
    return ranks.map { "rank \($0.key) (pid \($0.value)) is stopped (state T)" }.joined(separator: ", ")
  }

  private static func isStopped(_ process: Int) -> Bool {
    ProcessFile.text("status", of: "\(process)").contains("\nState:\tT")
  }
}
