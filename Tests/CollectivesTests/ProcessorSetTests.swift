import Collectives
import Testing

@Suite("Processors of a process")
struct ProcessorSetTests {
  private func set(_ processors: Range<Int>, _ quota: Double? = nil) -> ProcessorSet {
    ProcessorSet(processors: Array(processors), quota: quota)
  }

  @Test("are those of the mask as far as the quota gives time, and at least one")
  func count() {
    #expect(set(0..<8).count == 8)
    #expect(set(0..<8, 3.9).count == 3)
    #expect(set(0..<8, 1.5).count == 1)
    #expect(set(0..<8, 0.2).count == 1)
    #expect(set(2..<4, 100).count == 2)
    #expect(ProcessorSet.current.count >= 1)
  }

  @Test(
    "of a quota only whole ones count, for every use, and at least one",
    arguments: [(nil, 8), (8.0, 8), (1.5, 1), (2.99, 2), (0.5, 1), (1e300, 8)] as [(Double?, Int)])
  func rounding(quota: Double?, count: Int) {
    let all = set(0..<8, quota)
    #expect(min(8, ProcessorQuota.wholeProcessors(quota)) == count)
    #expect(all.count == count)
    #expect(all.threads(beside: [all]) == count)
    #expect(Processors(all, cores: (0..<8).map { [$0] }, online: Array(0..<8)).cores == count)
    #expect(!ProcessorSet.areCrowded([all], threadsOfEach: count))
    #expect(ProcessorSet.areCrowded([all], threadsOfEach: count + 1))
  }

  @Test("as a launcher sees them have whole cores, and a part of the machine is known")
  func forLaunchers() {
    let cores = [[0, 4], [1, 5], [2, 6], [3, 7]]
    let whole = Processors(set(0..<8), cores: cores, online: Array(0..<8))
    #expect(whole == Processors(count: 8, cores: 4, threadsOfCores: cores, isWholeMachine: true))
    #expect(whole.ranks(threadsOfEach: 1, shards: 16) == 4)
    #expect(whole.ranks(threadsOfEach: 2, shards: 1) == 1)
    #expect(whole.ranks(threadsOfEach: 9, shards: 16) == 1)
    #expect(!Processors(set(0..<4), cores: [[0], [1], [2], [3]], online: Array(0..<8)).isWholeMachine)
    #expect(!Processors(set(0..<8, 6), cores: cores, online: Array(0..<8)).isWholeMachine)
    #expect(!Processors(set(0..<8), cores: cores, online: nil).isWholeMachine)
  }

  @Test("are shared with those that have the same mask, and time with all")
  func threads() {
    let whole = set(0..<8)
    #expect(whole.threads(beside: [whole]) == 8)
    #expect(whole.threads(beside: [whole, whole, whole]) == 2)
    let half = set(0..<4)
    #expect(half.threads(beside: [half, set(4..<8)]) == 4)
    let limited = set(0..<4, 4)
    #expect(limited.threads(beside: [limited, set(4..<8, 4)]) == 2)
    #expect(set(0..<8, 1.5).threads(beside: [set(0..<8, 1.5)]) == 1)
  }

  @Test("are too few for more threads than masks and time have room for")
  func crowds() {
    func isCrowded(_ sets: ProcessorSet..., threads: Int = 1) -> Bool {
      ProcessorSet.areCrowded(sets, threadsOfEach: threads)
    }
    #expect(!isCrowded(set(0..<2), set(0..<2)))
    #expect(isCrowded(set(0..<2), set(0..<2), set(0..<2)))
    #expect(isCrowded(set(0..<2), set(0..<2), threads: 2))
    // Each bound to its own, and two to the same one beside a free part of the machine.
    #expect(!isCrowded(set(0..<1), set(1..<2)))
    #expect(isCrowded(set(0..<1), set(0..<1), set(1..<8)))
    // A quota that the mask does not show.
    #expect(isCrowded(set(0..<8, 1.5), set(0..<8, 1.5)))
  }

  @Test("numbers of a list", arguments: [("0-3,8", [0, 1, 2, 3, 8]), ("5", [5]), ("", []), ("3-1,x", [])])
  func list(text: String, numbers: [Int]) { #expect(ProcessorSet.numbers(inList: text) == numbers) }
}
