import Reports
import RunRecords
import Testing

/// What is written while a run goes on, and when.
@Suite("The progress log")
struct ProgressLogTests {
  private func record(step: Int, seconds: Double, validation: MeanScore? = nil) -> ProgressRecord {
    ProgressRecord(
      epoch: 3, epochs: 10, step: step, steps: 100, seconds: seconds, trainingSeconds: seconds, images: 64 * step,
      training: .init(loss: 0.5, accuracy: 0.75), validation: validation)
  }

  @Test("in a file has one line for a short epoch")
  func shortEpoch() {
    var log = ProgressLog(.plain)
    for step in 1...100 {
      #expect(log.step(record(step: step, seconds: 0.2 * Double(step)), now: 0.2 * Double(step)) { 80 } == [])
    }
    #expect(log.evaluation(of: .validation, share: 0.5, now: 21) { 80 } == [])
    let end = record(step: 100, seconds: 20, validation: .init(loss: 0.25, accuracy: 0.875))
    let line =
      "Epoch 3/10 - 100/100 - 20s - 200ms/step - loss: 0.5000 - accuracy: 0.7500 - val_loss: 0.2500"
      + " - val_accuracy: 0.8750 - 320 images/s"
    #expect(log.epoch(end, now: 22) == [.line(line)])
    #expect(log.end() == [])
  }

  @Test("in a file has a line every 30 seconds of a long epoch, validation included")
  func longEpoch() {
    var log = ProgressLog(.plain)
    _ = log.epoch(record(step: 100, seconds: 5), now: 5)
    var lines: [(now: Double, output: ProgressLog.Output)] = []
    for step in 1...100 {
      let now = 5 + Double(step)
      lines += log.step(record(step: step, seconds: Double(step)), now: now) { 80 }.map { (now, $0) }
    }
    #expect(lines.map(\.now) == [35, 65, 95])
    let first =
      "Epoch 3/10 - 30 % - 30/100 - 30s - 1000ms/step - loss: 0.5000 - accuracy: 0.7500 - 64 images/s - ETA 70s"
    #expect(lines.first?.output == .line(first))
    #expect(log.evaluation(of: .validation, share: 0.25, now: 110) { 80 } == [])
    let validating =
      "Epoch 3/10 - validating 50 % - 100/100 - 2:02 - 1000ms/step - loss: 0.5000 - accuracy: 0.7500 - 64 images/s"
    #expect(log.evaluation(of: .validation, share: 0.5, now: 127) { 80 } == [.line(validating)])
    #expect(log.evaluation(of: .test, share: 0.5, now: 157) { 80 } == [.line("testing 50 %")])
  }

  @Test("on a terminal is drawn ten times a second, in the width that the window has then")
  func bar() {
    var log = ProgressLog(.bar(isColored: false))
    let bar = { (step: Int, seconds: Double, columns: Int) in
      ProgressLog.Output.live(
        ProgressBar(record(step: step, seconds: seconds)).text(columns: columns, isColored: false))
    }
    #expect(log.step(record(step: 1, seconds: 0.01), now: 1) { 80 } == [.line("Epoch 3/10"), bar(1, 0.01, 80)])
    #expect(log.step(record(step: 2, seconds: 0.02), now: 1.05) { 80 } == [])
    #expect(log.step(record(step: 3, seconds: 0.12), now: 1.11) { 40 } == [bar(3, 0.12, 40)])
    #expect(log.step(record(step: 100, seconds: 0.13), now: 1.12) { 40 } == [bar(100, 0.13, 40)])
  }

  @Test("on a terminal is alive in validation, and gives way to the epoch's line")
  func validation() throws {
    var log = ProgressLog(.bar(isColored: false))
    let last = record(step: 100, seconds: 2)
    _ = log.step(last, now: 2) { 79 }
    #expect(log.evaluation(of: .validation, share: 0.1, now: 2.05) { 79 } == [])
    let text = ProgressBar(last, evaluation: "validating 20 %").text(columns: 79, isColored: false)
    #expect(log.evaluation(of: .validation, share: 0.2, now: 2.2) { 79 } == [.live(text)])
    #expect(
      log.epoch(last, now: 3) == [
        .line("100/100 - 2.0s - 20ms/step - loss: 0.5000 - accuracy: 0.7500 - 3200 images/s")
      ])
    #expect(log.evaluation(of: .test, share: 0.01, now: 3.01) { 79 } == [.live("testing 1 %")])
    #expect(log.evaluation(of: .test, share: 0.02, now: 3.02) { 79 } == [])
    #expect(log.end() == [.clear])
  }

  @Test("is empty where none is wanted")
  func none() {
    var log = ProgressLog(.none)
    #expect(log.step(record(step: 1, seconds: 40), now: 40) { 80 } == [])
    #expect(log.evaluation(of: .validation, share: 1, now: 80) { 80 } == [])
    #expect(log.epoch(record(step: 100, seconds: 90), now: 90) == [])
    #expect(log.end() == [])
  }
}
