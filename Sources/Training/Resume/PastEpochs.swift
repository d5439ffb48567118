import Network
import RunRecords

/// What the result of a run needs to know of the epochs that are over, however many they were.
package struct PastEpochs: Codable, Equatable, Sendable {
  package private(set) var count = 0
  /// The last one, and the last that was better than all before it.
  package private(set) var last: EpochRecord?
  package private(set) var best: EpochRecord?
  /// Training images, and the time of their steps.
  private var images = 0
  private var trainingSeconds = 0.0

  package init() {}

  /// Over the training steps of all epochs; nil where they took no time.
  var imagesPerSecond: Double? { trainingSeconds > 0 ? Double(images) / trainingSeconds : nil }

  /// Whether some epochs can have come to this.
  var isPossible: Bool { (0...Int(Int32.max)).contains(count) && (0...1 << 56).contains(images) }

  mutating func add(_ record: EpochRecord) {
    count += 1
    last = record
    if record.isBest { best = record }
    images += record.training.images
    trainingSeconds += record.figures.trainingSeconds
  }

  private enum CodingKeys: String, CodingKey {
    case count, last, best, images
    case trainingSeconds = "training_seconds"
  }
}
