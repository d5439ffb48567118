/// How long something has stood still, by the clock of one who looks at it now and then.
///
/// Only time that was watched counts: who was stopped itself, or has slept with the machine, has not seen the others stand
/// still. So no gap between two looks counts as more than twice the usual one.
package struct StallClock {
  private let interval: Double
  private var last: (progress: Int, time: Double)?
  /// The seconds since the last change.
  package private(set) var seconds = 0.0

  /// - Parameter interval: the seconds between two looks.
  package init(interval: Double) { self.interval = interval }

  /// A look at `time` seconds, at something that has come to `progress`.
  package mutating func look(_ progress: Int, at time: Double) {
    if let last {
      seconds = progress == last.progress ? seconds + min(max(time - last.time, 0), 2 * interval) : 0
    }
    last = (progress, time)
  }
}

/// When to speak of a job that stands still.
package struct StallTimes: Sendable, Equatable {
  /// The seconds after which who is late is named; 0 for never.
  package var warning: Double
  /// The seconds after which the job ends; 0 for never.
  package var shutdown: Double

  package init(warning: Double, shutdown: Double) { (self.warning, self.shutdown) = (warning, shutdown) }

  /// Named after a minute, as horovodrun does it, and never ended: what is slow may be right.
  package static let usual = StallTimes(warning: 60, shutdown: 0)
  package static let off = StallTimes(warning: 0, shutdown: 0)

  /// Whether nobody need watch.
  var isOff: Bool { warning <= 0 && shutdown <= 0 }

  /// How often to have spoken after so many seconds: once after the warning time, and again after each doubling of it.
  package func warnings(after seconds: Double) -> Int {
    guard warning > 0 else { return 0 }
    var (count, next) = (0, warning)
    while seconds >= next {
      count += 1
      next *= 2
    }
    return count
  }

  package func isOver(after seconds: Double) -> Bool { shutdown > 0 && seconds >= shutdown }
}
