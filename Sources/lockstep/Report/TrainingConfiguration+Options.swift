import FashionMNIST
import Network
import Training

extension TrainingConfiguration {
  /// The options of `train`, with their values, that give this configuration whatever the defaults are.
  ///
  /// What names a file, the model, the epochs and the seed are left out.
  var options: [[String]] {
    courseOptions + optimizerOptions + scheduleOptions + lossOptions + augmentationOptions + validationOptions
      + stoppingOptions
  }

  private var courseOptions: [[String]] {
    [
      ["--batch-size", "\(batchSize)"], ["--shards", "\(shards)"], [shuffle ? "--shuffle" : "--no-shuffle"],
      ["--reduction", reduction.rawValue], ["--convolution", convolution.rawValue],
      // Earlier versions recorded no range: theirs was 0 to 1, whatever the model began with.
      ["--pixel-range", (pixelRange ?? .zeroToOne).description],
    ] + option("--limit-train-images", trainingImageLimit) + option("--limit-test-images", testImageLimit)
  }

  private var optimizerOptions: [[String]] {
    let own: [[String]] =
      switch optimizer.rule {
      case .adam(let adam), .adamW(let adam):
        [["--beta-1", "\(adam.beta1)"], ["--beta-2", "\(adam.beta2)"], ["--epsilon", "\(adam.epsilon)"]]
      case .sgd(let sgd):
        [["--momentum", "\(sgd.momentum)"], [sgd.nesterov ? "--nesterov" : "--no-nesterov"]]
      case .rmsprop(let rmsprop):
        [
          ["--rho", "\(rmsprop.rho)"], ["--momentum", "\(rmsprop.momentum)"], ["--epsilon", "\(rmsprop.epsilon)"],
          [rmsprop.centered ? "--centered" : "--no-centered"],
        ]
      }
    let excluded = optimizer.excludedFromWeightDecay.joined(separator: ",")
    return [["--optimizer", optimizer.rule.name.rawValue], ["--learning-rate", "\(optimizer.learningRate)"]] + own
      + [["--weight-decay", "\(optimizer.weightDecay)"]]
      + [["--exclude-from-weight-decay", excluded.isEmpty ? "none" : excluded]]
      + option("--clip-norm", optimizer.clipNorm)
      + [["--weight-average", optimizer.emaMomentum == nil ? "none" : "ema"]]
      + option("--ema-momentum", optimizer.emaMomentum)
  }

  private var scheduleOptions: [[String]] {
    let own: [[String]] =
      switch schedule.shape {
      case .constant: []
      case .cosine(let final): [["--schedule-final-factor", "\(final)"]]
      case .step(let epochs, let factor):
        [["--schedule-step-epochs", "\(epochs)"], ["--schedule-step-factor", "\(factor)"]]
      case .oneCycle(let peak, let initial, let final):
        [
          ["--schedule-peak", "\(peak)"], ["--schedule-initial-factor", "\(initial)"],
          ["--schedule-final-factor", "\(final)"],
        ]
      }
    return [["--schedule", schedule.name.rawValue], ["--warmup-epochs", "\(schedule.warmupEpochs)"]] + own
  }

  private var lossOptions: [[String]] {
    [["--loss", loss.rawValue], ["--label-smoothing", "\(labelSmoothing)"]]
  }

  private var augmentationOptions: [[String]] {
    let erasing = augmentation.erasing.map { erasing in
      [
        ["--erase-probability", "\(erasing.probability)"], ["--erase-area", list(erasing.area)],
        ["--erase-aspect", list(erasing.aspect)], ["--erase-fill", erasing.fill.rawValue],
      ]
    }
    return [["--flip", augmentation.flip.rawValue], ["--shift", "\(augmentation.shift)"]]
      + (erasing ?? [["--erase-probability", "0"]])
  }

  private var validationOptions: [[String]] {
    let others = [["--evaluation", evaluation.rawValue], ["--test-augmentation", testAugmentation.rawValue]]
    if let fold {
      return [["--folds", "\(fold.folds.count)"]] + (fold.folds.shuffle ? [["--shuffle-folds"]] : []) + others
    }
    guard validationIndices == nil else { return others }
    let split = validationSplit > 0
    return [split ? ["--validation-split", "\(validationSplit)"] : ["--validation-data", validationData.rawValue]]
      + others
  }

  private var stoppingOptions: [[String]] {
    [["--monitor", earlyStopping.monitor.rawValue], ["--min-delta", "\(earlyStopping.minDelta)"]]
      + option("--early-stopping-patience", earlyStopping.patience)
      + [[earlyStopping.restoreBestWeights ? "--restore-best-weights" : "--no-restore-best-weights"]]
  }

  private func option(_ name: String, _ value: (some CustomStringConvertible)?) -> [[String]] {
    value.map { [[name, $0.description]] } ?? []
  }

  private func list(_ numbers: [Double]) -> String { numbers.map { "\($0)" }.joined(separator: ",") }
}
