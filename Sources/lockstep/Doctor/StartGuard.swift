import Dispatch
import ExitCodes
import Foundation
import Synchronization

/// Speaks where MPI does not come up: it may end this process, or wait for ever.
///
/// What this host has seen without MPI is printed then, so that the cause is likely among it.
final class StartGuard: Sendable {
  /// A start takes a second, on large clusters a few: seconds until it is given up, by who has something to say and by others,
  /// which may wait for one that is still looking.
  private static let patience = (speaker: 25.0, others: 120.0)
  /// The guard of this process, for the handler of its end, which can have nothing else.
  private static let current = Mutex<StartGuard?>(nil)

  /// Whether MPI is still being started.
  private let isStarting = Atomic<Bool>(true)
  private let own: HostObservation?
  private let report: @Sendable (HostObservation) -> Void

  /// - Parameters:
  ///   - own: what this process has seen; nil where another one of this host speaks.
  ///   - report: prints it.
  init(_ own: HostObservation?, report: @escaping @Sendable (HostObservation) -> Void) {
    (self.own, self.report) = (own, report)
    Self.current.withLock { $0 = self }
    atexit {
      let isStarting = StartGuard.current.withLock { $0?.isStarting.load(ordering: .relaxed) ?? false }
      if isStarting { StartGuard.speak("MPI ended the process when it was started") }
    }
    let seconds = own == nil ? Self.patience.others : Self.patience.speaker
    DispatchQueue.global().asyncAfter(deadline: .now() + seconds) {
      StartGuard.speak("the ranks did not find each other within \(Int(seconds)) s")
    }
  }

  /// From now on who ends the process says why.
  func mpiHasStarted() { isStarting.store(false, ordering: .relaxed) }

  /// The ranks have found each other.
  func end() { Self.current.withLock { $0 = nil } }

  /// Prints and ends the process, unless the ranks have found each other.
  private static func speak(_ what: String) {
    guard
      let watch = current.withLock({ watch in
        defer { watch = nil }
        return watch
      })
    else { return }
    if var host = watch.own {
      host.start.failure = what
      watch.report(host)
      StandardError.line("lockstep: \(what), see above.")
    } else {
      // The launcher ends all ranks when the first one does: who speaks comes before.
      Thread.sleep(forTimeInterval: 3)
    }
    _exit(ExitStatus.launchUnusable.rawValue)
  }
}
