import Collectives
import FashionMNIST
import Testing
import Training

/// How many steps a run may have: each has a number in words that workers share.
@Suite("Steps of a run")
struct StepCountTests {
  /// Of two steps each.
  private func check(epochs: Int) throws {
    try BatchSchedule(ShardCount(1, batchSize: 4, images: 8)).requireCountableSteps(epochs: epochs)
  }

  @Test("all that can be counted are right")
  func most() throws { try check(epochs: WorkQueue.lastRound / 2) }

  @Test("more are refused before the first, with what would do", arguments: [1 << 29, 1 << 61, Int.max])
  func tooMany(epochs: Int) {
    let error = #expect(throws: DataError.self) { try check(epochs: epochs) }
    #expect(error?.kind == .badConfiguration)
    #expect(error?.description.contains("use at most --epochs 536870911") == true)
  }
}
