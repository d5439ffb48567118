import Testing
import Training

@Suite("Pace")
struct PaceTests {
  /// A worker with four passes of so many nanoseconds each.
  private static func worker(pass: Int, start: Int = 1000) -> Pace {
    Pace(start: start, lastBegin: start + 3 * pass, passes: 4)
  }

  @Test(
    "halves the last pass where another worker is so much faster that the second half is done sooner there",
    arguments: [(1000, false), (1100, false), (1130, false), (1150, true), (1250, true), (1600, true), (4000, true)])
  func halving(pass: Int, gains: Bool) {
    #expect(Self.worker(pass: pass).gainsByHalving(beside: Self.worker(pass: 1000)) == gains)
  }

  @Test("halves nothing beside a worker that is slower")
  func slower() {
    #expect(!Self.worker(pass: 1000).gainsByHalving(beside: Self.worker(pass: 1200)))
  }

  @Test("halves nothing for a gain below three hundredths of a pass")
  func small() {
    #expect(!Self.worker(pass: 10_000).gainsByHalving(beside: Self.worker(pass: 8800)))
    #expect(Self.worker(pass: 10_000).gainsByHalving(beside: Self.worker(pass: 8700)))
  }

  @Test("is that of a clock that runs")
  func clock() {
    let time = Pace.now
    #expect(time > 0 && Pace.now >= time)
  }
}
