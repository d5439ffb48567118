import Benchmarks
import Testing

@Suite("Spread")
struct SpreadTests {
  @Test(
    "has the middle and the ends, in whatever order the values come",
    arguments: [
      ([3], 3, 3, 3), ([2, 1], 1.5, 1, 2), ([5, 1, 4], 4, 1, 5), ([4, 1, 8, 2], 3, 1, 8), ([7, 7, 7], 7, 7, 7),
    ] as [([Double], Double, Double, Double)])
  func values(values: [Double], median: Double, minimum: Double, maximum: Double) throws {
    let spread = try #require(Spread(values))
    #expect(spread.median == median)
    #expect(spread.minimum == minimum)
    #expect(spread.maximum == maximum)
  }

  @Test("there is none of nothing")
  func empty() { #expect(Spread([]) == nil) }
}
