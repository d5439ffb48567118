import CCPUFeatures
import Foundation

/// How long a thread looks for what it waits for, before it sleeps: it learns from how long it had to wait.
///
/// On a machine of its own a thread that looks goes on at once, where one that slept comes tens of microseconds too late. Beside
/// others it is the reverse: who looks uses up its share of the core, and when the time has come it is somebody else's turn.
struct Patience {
  /// Looks without a rest: a fraction of a microsecond.
  static let firstLooks = 200
  /// A wait that is no reason to look less next time.
  private static let short = Duration.microseconds(400)

  /// What is done between two looks.
  private enum Rest { case pause, yield }

  private let kind: Rest
  private let most: Int
  private var looks: Int
  private var left = 0
  private var start = ContinuousClock.now

  /// Of threads that wait for other processes of their host: some 200 µs, more than ranks with equal work differ by.
  ///
  /// - Parameter isCrowded: whether those who wait for each other are more than the processors that they may use.
  static func ofRanks(isCrowded: Bool) -> Patience { Patience(.pause, most: 12_000, isCrowded: isCrowded) }

  /// Of threads that wait for others of their process, which may have been put on the same core: they yield it between looks,
  /// for about a millisecond where it is idle.
  static var ofThreads: Patience { Patience(.yield, most: 2000, isCrowded: false) }

  private init(_ kind: Rest, most: Int, isCrowded: Bool) {
    self.kind = kind
    self.most = isCrowded ? 0 : most
    looks = self.most
  }

  /// A wait begins.
  mutating func begin() { (left, start) = (looks, .now) }

  /// Lets some time pass until the next look; false where there shall be none.
  mutating func rest() -> Bool {
    guard left > 0 else { return false }
    left -= 1
    switch kind {
    case .pause: ccpu_pause()
    case .yield: sched_yield()
    }
    return true
  }

  /// The wait is over.
  mutating func end() {
    looks = start.duration(to: .now) < Self.short ? min(most, 2 * looks + 1) : looks / 4
  }
}
