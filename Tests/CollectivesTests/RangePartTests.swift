import Collectives
import Testing

@Suite("Parts of a range")
struct RangePartTests {
  @Test("parts adjoin and differ by at most one", arguments: [1, 2, 3, 7, 64], [0, 1, 5, 64, 1000])
  func even(count: Int, length: Int) {
    let parts = (0..<count).map { (10..<10 + length).part($0, of: count) }
    #expect(parts.flatMap { $0 } == Array(10..<10 + length))
    #expect(parts.allSatisfy { $0.count == length / count || $0.count == (length + count - 1) / count })
    for (index, part) in parts.enumerated() { #expect(part.lowerBound == 10 + index * length / count) }
  }

  @Test("long ranges do not overflow")
  func long() {
    #expect((0..<Int.max).part(999, of: 1000).upperBound == Int.max)
  }
}
