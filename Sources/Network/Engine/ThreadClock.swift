import Foundation

/// A clock of the calling thread.
package enum ThreadClock: Sendable {
  /// The time that passes.
  case wall
  /// The time in which a processor worked for this thread: others that share the machine do not count.
  case processor

  /// The time since some moment in the past.
  package var now: Duration {
    var time = timespec()
    // Cannot fail: both clocks are there wherever Swift is.
    switch self {
    case .wall: unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    case .processor: unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    }
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}
