import Checkpoints
import FashionMNIST
import SystemPackage
import Training

extension TrainingConfiguration {
  /// Throws `badData` for numbers with which no images can be divided, as someone may have written them into a file.
  func requireUsable(recordedIn file: FilePath) throws(StorageError) {
    try ShardCount.require(recorded: shards, in: file)
    let counts = Folds.counts
    let faults = [
      epochs < 0 ? "trains \(epochs) epochs, expected at least 0" : nil,
      batchSize < 1 ? "trains with \(batchSize) images a step, expected at least 1" : nil,
      trainingImageLimit.flatMap { $0 < 1 ? "was trained with at most \($0) images, expected at least 1" : nil },
      testImageLimit.flatMap { $0 < 1 ? "was tested with at most \($0) images, expected at least 1" : nil },
      fold.flatMap { fold in
        let count = fold.folds.count
        return counts.contains(count) && (0..<count).contains(fold.number)
          ? nil
          : "validated with fold \(fold.number) of \(count), counted from 0; expected one of \(counts.lowerBound) to "
            + "\(counts.upperBound)"
      },
    ]
    guard let fault = faults.lazy.compactMap(\.self).first else { return }
    throw StorageError(
      .badData, file, fault, advice: "The number is damaged; take config.json and metrics.jsonl from a backup")
  }
}
