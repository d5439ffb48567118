import Testing
import Training

/// Who computes what again.
@Suite("Drawn leaves")
struct AuditDrawTests {
  @Test("every leaf and every other worker has its turn")
  func all() {
    let draw = AuditDraw(seed: 7)
    for count in [1, 2, 3, 8] {
      #expect(Set((1...400).map { draw.leaf(step: $0, of: count) }) == Set(0..<count))
      #expect(Set((1...400).map { draw.thread(step: $0, of: count) }) == Set(0..<count))
      for owner in 0..<count {
        let others = Set((1...400).map { draw.other(than: owner, of: count, step: $0) })
        #expect(others == (count == 1 ? [0] : Set(0..<count).subtracting([owner])))
      }
    }
  }

  @Test("the draw is the same in every version, as Scripts/soak and tests of jobs know it")
  func golden() {
    #expect((1...7).map { AuditDraw(seed: 1).leaf(step: $0, of: 16) } == [9, 0, 13, 8, 14, 11, 13])
  }
}
