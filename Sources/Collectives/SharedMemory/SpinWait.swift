import CCPUFeatures
import Foundation

/// How to wait for what another core of this machine will soon have written, look by look.
///
/// At first it only watches: a thread that yields its core on a machine that others use gets it back milliseconds later. Then it
/// yields between looks, and after that it sleeps in short naps. Where there are more workers than processors for them, it yields
/// from the first look on.
struct SpinWait {
  /// Looks with a pause each: about 200 µs, more than ranks with equal work differ by.
  private static let looks = 12_000
  private static let yields = 20_000
  private static let nap = 50e-6

  private var looks: Int
  private var yields = 0

  /// - Parameter isCrowded: whether those who wait for each other are more than the processors that they may use.
  init(isCrowded: Bool) { looks = isCrowded ? 0 : Self.looks }

  /// Whether this wait takes longer than usual.
  var isLong: Bool { looks == 0 }

  /// Lets some time pass between two looks.
  mutating func pause() {
    if looks > 0 {
      looks -= 1
      ccpu_pause()
    } else if yields < Self.yields {
      yields += 1
      sched_yield()
    } else {
      Thread.sleep(forTimeInterval: Self.nap)
    }
  }
}
