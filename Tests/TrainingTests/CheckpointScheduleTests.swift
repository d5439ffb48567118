import Testing
import Training

@Suite("When checkpoints are saved")
struct CheckpointScheduleTests {
  @Test(
    "a schedule reads as it is written",
    arguments: ["1epoch,60s", "500steps", "2epochs,1step,0.5s", "none", "3600s"])
  func texts(text: String) { #expect(CheckpointSchedule(text)?.description == text) }

  @Test("units come in any order, in the singular or the plural")
  func units() {
    #expect(CheckpointSchedule("60s,1epochs") == .standard)
    #expect(CheckpointSchedule("1epoch,60.0s") == .standard)
  }

  @Test(
    "anything else is refused",
    arguments: [
      "", ",", "1epoch,", "0steps", "-1s", "1", "epoch", "1.5epochs", "5m", "1epoch,2epochs", "1s,1s", "1e3s", "nans",
      "infs", "99999999999999999999steps", "1 epoch", "none,1epoch",
    ])
  func refused(text: String) { #expect(CheckpointSchedule(text) == nil) }

  @Test("one is due at multiples of epochs and of steps, and once at each position")
  func positions() {
    var clock = CheckpointClock(CheckpointSchedule(epochs: 2, steps: 7))
    var saved: [Int] = []
    for step in 0...20 {
      let position = RunPosition(step: step, epoch: step / 5, stepInEpoch: step % 5)
      for _ in 0..<2 where clock.isDue(at: position) {
        saved.append(step)
        clock.saved(at: position)
      }
    }
    #expect(saved == [7, 10, 14, 20])
  }

  @Test("a resumed run does not save again what it began with")
  func resumed() {
    let begin = RunPosition(step: 10, epoch: 0, stepInEpoch: 10)
    let clock = CheckpointClock(CheckpointSchedule(steps: 5), from: begin)
    #expect(!clock.isDue(at: begin))
    // The validation is behind it now.
    #expect(clock.isDue(at: RunPosition(step: 10, epoch: 1, stepInEpoch: 0)))
    #expect(clock.isDue(at: RunPosition(step: 15, epoch: 0, stepInEpoch: 15)))
  }
}
