import Collectives
import Testing

@Suite("Blocks")
struct BlocksTests {
  @Test("blocks lie end to end")
  func layout() throws {
    let blocks = try Blocks(counts: [3, 0, 4])
    #expect(blocks.counts == [3, 0, 4])
    #expect(blocks.offsets == [0, 3, 3])
    #expect(blocks.total == 7)
    #expect((0..<3).map { blocks.range(of: $0) } == [0..<3, 3..<3, 3..<7])
  }

  @Test("the largest total that MPI can count is taken")
  func largest() throws {
    #expect(try Blocks(counts: [Int(Int32.max) - 1, 1]).total == Int(Int32.max))
  }

  @Test(
    "lengths that MPI cannot count are refused",
    arguments: [
      ([1, -1], BlocksError.negative(rank: 1, count: -1)),
      ([Int(Int32.max) + 1], .tooLong(rank: 0, start: 0, count: Int(Int32.max) + 1)),
      ([Int.max], .tooLong(rank: 0, start: 0, count: Int.max)),
      ([5, Int(Int32.max)], .tooLong(rank: 1, start: 5, count: Int(Int32.max))),
    ])
  func refused(counts: [Int], error: BlocksError) {
    #expect(throws: error) { try Blocks(counts: counts) }
  }

  @Test("errors name the rank and the limit")
  func messages() {
    #expect("\(BlocksError.negative(rank: 2, count: -4))" == "the block of rank 2 has -4 values, expected 0 or more")
    #expect("\(BlocksError.tooLong(rank: 1, start: 5, count: 9))".contains("at most 2147483647"))
  }
}
