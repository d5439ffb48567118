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
