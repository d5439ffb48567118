import Benchmarks
import Testing

@Suite("Karp–Flatt serial fraction")
struct KarpFlattTests {
  @Test("of Amdahl's speed-up is the serial part that made it", arguments: [0, 0.01, 0.25, 1], [2, 3, 8, 1024])
  func amdahl(serial: Double, ranks: Int) throws {
    let speedUp = 1 / (serial + (1 - serial) / Double(ranks))
    let found = try #require(KarpFlatt.serialFraction(speedUp: speedUp, ranks: ranks))
    #expect((found - serial).magnitude < 1e-12)
  }

  @Test("of more than perfect speed-up is negative")
  func superlinear() throws {
    #expect(try #require(KarpFlatt.serialFraction(speedUp: 2.5, ranks: 2)) < 0)
  }

  @Test("has no value on one rank, or without a speed-up", arguments: [(1, 1), (0, 2), (-1, 2), (.infinity, 2)])
  func none(speedUp: Double, ranks: Int) {
    #expect(KarpFlatt.serialFraction(speedUp: speedUp, ranks: ranks) == nil)
  }
}
