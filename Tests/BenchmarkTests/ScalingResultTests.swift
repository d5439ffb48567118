import Benchmarks
import Collectives
import Testing

@Suite("Scaling results")
struct ScalingResultTests {
  private let base = SampleReport.series(.strong, ranks: 1, [1000, 500, 2000])

  @Test("compare each run with that of one rank in the same repeat")
  func pairs() throws {
    // The machine was slow in the second repeat and fast in the third; each ratio is good all the same.
    let result = ScalingResult(SampleReport.series(.strong, ranks: 2, [1900, 900, 4000]), base: base)
    #expect(result.imagesPerSecond == Spread([1900, 900, 4000]))
    #expect(result.speedUp == Spread([1.9, 1.8, 2]))
    #expect(result.efficiency == 0.95)
    let serial = try #require(result.serialFraction)
    #expect((serial - (1 / 1.9 - 0.5) / 0.5).magnitude < 1e-12)
  }

  @Test("of weak scaling have the rate of each rank beside that of one, and no serial fraction")
  func weak() {
    let one = SampleReport.series(.weak, ranks: 1, [1000])
    let result = ScalingResult(SampleReport.series(.weak, ranks: 2, [1980]), base: one)
    #expect(result.efficiency == 0.99)
    #expect(result.serialFraction == nil)
  }

  @Test("of one rank are one")
  func oneRank() {
    let result = ScalingResult(base, base: base)
    #expect(result.speedUp == Spread([1, 1, 1]))
    #expect(result.efficiency == 1)
    #expect(result.serialFraction == nil)
  }

  @Test("of more ranks than cores have a speed-up, but no efficiency")
  func oversubscribed() {
    let result = ScalingResult(SampleReport.series(.strong, ranks: 3, [1500, 800, 2500]), base: base)
    #expect(result.point.placement.isOversubscribed)
    #expect(result.speedUp == Spread([1.5, 1.6, 1.25]))
    #expect(result.efficiency == nil)
    #expect(result.serialFraction == nil)
  }

  @Test("without a run on one rank have rates only")
  func noBase() {
    let result = ScalingResult(SampleReport.series(.strong, ranks: 2, [1900]), base: nil)
    #expect(result.imagesPerSecond == Spread([1900]))
    #expect(result.speedUp == nil)
    #expect(result.efficiency == nil)
  }

  @Test("have the median share of exchange, where all runs tell it")
  func exchange() {
    let known = SampleReport.series(.strong, ranks: 2, [1, 2], exchange: 0.1)
    #expect(ScalingResult(known, base: nil).exchangeShare == 0.1)
    let partlyKnown = ScalingSeries(known.point, runs: known.runs + base.runs)
    #expect(ScalingResult(partlyKnown, base: nil).exchangeShare == nil)
    #expect(ScalingResult(ScalingSeries(known.point), base: nil).exchangeShare == nil)
  }
}
