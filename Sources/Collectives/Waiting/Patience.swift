import CCPUFeatures

/// How long a thread looks for what it waits for, before it sleeps: it learns from how long it had to wait.
///
/// On a machine of its own a thread that looks goes on at once, where one that has slept comes tens of microseconds too late.
/// Beside others it is the reverse: who looks uses up its share of the core, and when the time has come it is somebody else's
/// turn.
///
/// - Measured (lab-001, batches of 32, two cores of a Zen 5, medians of three): beside five busy processes two threads made 0.12
///   times as many images per second as one when they yielded between looks, and 1.22 times with a patience that learns; two
///   ranks 0.45 and 1.06 times. Alone on the machine both are as fast as before (57,200 images per second; nine turns).
struct Patience {
  /// Looks without a rest: a fraction of a microsecond.
  static let firstLooks = 200
  /// A wait that is no reason to look less next time.
  private static let short = Duration.microseconds(400)
  /// A short wait brings back this part of the looks; a long one leaves a part of them.
  private static let (growth, decline) = (32, 4)

  private let most: Int
  private var looks: Int
  private var left = 0
  private var start = ContinuousClock.now

  /// Of workers that wait for others of their host: some 200 µs, more than ranks with equal work differ by.
  ///
  /// - Parameter isCrowded: whether those who wait for each other are more than the processors that they may use.
  static func ofRanks(isCrowded: Bool) -> Patience { Patience(most: isCrowded ? 0 : 12_000) }

  /// Of threads that wait for others of their process: some 30 µs. They may have been put on the same core, and work only
  /// when this one sleeps.
  static var ofThreads: Patience { Patience(most: 2000) }

  private init(most: Int) { (self.most, looks) = (most, most) }

  /// A wait begins that is not over after the first looks.
  mutating func begin() { (left, start) = (looks, .now) }

  /// Lets some time pass until the next look; false where there shall be none.
  mutating func pause() -> Bool {
    guard left > 0 else { return false }
    left -= 1
    ccpu_pause()
    return true
  }

  /// The wait is over.
  mutating func end() {
    looks = start.duration(to: .now) < Self.short ? min(most, looks + most / Self.growth) : looks / Self.decline
  }
}
