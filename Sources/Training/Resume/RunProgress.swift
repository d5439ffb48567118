import Encodings
import Foundation
package import Network

/// How far a run is: everything besides weights and what the optimiser keeps that its next step, its next epoch or its result
/// depends on. All ranks have the same.
package struct RunProgress: Codable, Equatable, Sendable {
  package var position = RunPosition()
  /// Of each shard's images in the epoch that is not over; empty between epochs.
  package var scores: [Score] = []
  /// The penalties of that epoch's steps, each times the images of its batch.
  package var penalties = 0.0
  package var best: BestEpoch.State
  package var past = PastEpochs()
  /// Whether the last epoch ended the run before its time.
  package var stopsEarly = false
  /// The time of the whole run, and of the steps of the epoch that is not over.
  package var seconds = 0.0
  package var epochSeconds = 0.0

  /// That of a run before its first step.
  package init() { best = BestEpoch.State() }

  private enum CodingKeys: String, CodingKey {
    case position, scores, penalties, best, past, seconds
    case stopsEarly = "stops_early"
    case epochSeconds = "epoch_seconds"
  }
}

extension RunProgress {
  /// As a checkpoint keeps it.
  ///
  /// - Throws: an encoding error.
  package func text() throws -> String { try JSONText.text(self) }

  /// - Throws: a decoding error, also for numbers that no run comes to.
  package init(text: String) throws {
    self = try JSONText.value(Self.self, of: Data(text.utf8))
    guard isPossible else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: [], debugDescription: "its numbers are not those of one run"))
    }
  }

  private var isPossible: Bool {
    let (steps, epochs) = (0...1 << 48, 0...Int(Int32.max))
    return steps.contains(position.step) && epochs.contains(position.epoch)
      && (0...position.step).contains(position.stepInEpoch) && past.isPossible && best.isPossible
  }
}
