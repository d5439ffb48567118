import Foundation
import RunRecords

/// Numbers as Keras' progress writes them.
enum ProgressFigures {
  /// "loss: 0.5537" and "accuracy: 0.7964", with a prefix.
  static func fields(_ score: MeanScore, prefix: String = "") -> [String] {
    [
      "\(prefix)loss: \(String(format: "%.4f", score.loss))",
      "\(prefix)accuracy: \(String(format: "%.4f", score.accuracy))",
    ]
  }

  /// "42 %", never 100 before the end.
  static func percent(_ share: Double) -> String { "\(Int(100 * min(max(share, 0), 1))) %" }

  /// "3.0s", "42s", "1:42" or "1:02:03".
  static func duration(_ seconds: Double) -> String {
    guard seconds >= 9.95 else { return String(format: "%.1fs", max(seconds, 0)) }
    // More than a year is no forecast, and must not overflow.
    let whole = Int(min(seconds, 3e7).rounded())
    guard whole >= 100 else { return "\(whole)s" }
    let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
    return hours > 0
      ? String(format: "%d:%02d:%02d", hours, minutes, rest) : String(format: "%d:%02d", minutes, rest)
  }

  /// "1.5ms/step", from 10 on without decimals.
  static func perStep(_ record: ProgressRecord) -> String {
    let milliseconds = 1000 * record.trainingSeconds / Double(max(record.step, 1))
    return String(format: milliseconds < 9.95 ? "%.1fms/step" : "%.0fms/step", milliseconds)
  }

  /// "21071 images/s".
  static func rate(_ record: ProgressRecord) -> String {
    String(format: "%.0f images/s", Double(record.images) / max(record.trainingSeconds, 1e-9))
  }

  /// "ETA 1.8s": until the last step.
  static func timeLeft(_ record: ProgressRecord) -> String {
    let perStep = record.trainingSeconds / Double(max(record.step, 1))
    return "ETA \(duration(perStep * Double(record.steps - record.step)))"
  }
}
