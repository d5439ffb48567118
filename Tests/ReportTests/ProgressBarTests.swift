import Reports
import RunRecords
import Testing

/// The line that is drawn in place, for terminals of all widths.
@Suite("The progress bar")
struct ProgressBarTests {
  static let record = ProgressRecord(
    epoch: 1, epochs: 10, step: 788, steps: 1875, seconds: 1.3, trainingSeconds: 1.3, images: 25216,
    training: .init(loss: 0.55374, accuracy: 0.79642))

  @Test(
    "leaves out what does not fit, the least important first",
    arguments: [
      (
        200,
        " 788/1875 ━━━━━━━━──────────── ETA 1.8s 1.6ms/step - loss: 0.5537 - accuracy: 0.7964 - 19397 images/s"
      ),
      (79, " 788/1875 ━━━────── ETA 1.8s - loss: 0.5537 - accuracy: 0.7964 - 19397 images/s"),
      (60, " 788/1875 ━━───── ETA 1.8s - loss: 0.5537 - accuracy: 0.7964"),
      (50, " 788/1875 ━━━━━━────────── ETA 1.8s - loss: 0.5537"),
      (30, " 788/1875 ━━━━─────── ETA 1.8s"),
      (20, " 788/1875 ETA 1.8s"),
      (10, " 788/1875 "),
      (1, " "),
    ])
  func widths(columns: Int, text: String) {
    #expect(ProgressBar(Self.record).text(columns: columns, isColored: false) == text)
  }

  @Test("is never wider than the terminal", arguments: 1...150)
  func fits(columns: Int) {
    for step in [1, 999, 1875] {
      var record = Self.record
      record.step = step
      for evaluation in [nil, "validating 43 %"] {
        let text = ProgressBar(record, evaluation: evaluation).text(columns: columns, isColored: false)
        #expect(text.count <= columns)
      }
    }
  }

  @Test("has colours where they are wanted, and is then as wide")
  func colors() {
    let colored = ProgressBar(Self.record).text(columns: 79, isColored: true)
    #expect(colored.contains(" \u{1B}[32m━━━\u{1B}[90m──────\u{1B}[39m ETA"))
    let plain = colored.replacing(/\u{1B}\[\d+m/, with: "")
    #expect(plain == ProgressBar(Self.record).text(columns: 79, isColored: false))
  }

  @Test("is full after the last step, and says that validation goes on")
  func evaluation() {
    var record = Self.record
    record.step = 1875
    let text = ProgressBar(record, evaluation: "validating 43 %").text(columns: 60, isColored: false)
    #expect(text == "1875/1875 ━━━━━━━━━━━━━━━━━━━ validating 43 % - loss: 0.5537")
  }

  @Test("has no score where this rank has seen no image")
  func withoutScore() {
    var record = Self.record
    record.training = nil
    let text = ProgressBar(record).text(columns: 79, isColored: false)
    #expect(text == " 788/1875 ━━━━━━━━──────────── ETA 1.8s 1.6ms/step - 19397 images/s")
  }

  @Test(
    "tells the time that is left in seconds, minutes and hours",
    arguments: [(0.04, "0.0s"), (9.96, "10s"), (99.4, "99s"), (102, "1:42"), (3723, "1:02:03"), (1e300, "8333:20:00")])
  func timeLeft(seconds: Double, text: String) {
    var record = Self.record
    (record.step, record.steps, record.trainingSeconds) = (1, 2, seconds)
    #expect(ProgressBar(record).text(columns: 30, isColored: false).hasSuffix(" ETA \(text)"))
  }
}
