import Network
import Training

extension TrainingConfiguration {
  /// Where the configuration differs from Keras' defaults: lines of the plan, each a subject and its setting here.
  ///
  /// - Parameter reason: why pixels have their range, where no option says it.
  func differencesFromKeras(pixels reason: String?) -> [(subject: String, text: String)] {
    [
      ("pixels", pixelDifferences(reason)),
      ("optimiser", optimizer.differencesFromKeras),
      ("schedule", schedule.differencesFromKeras), ("loss", lossDifferences),
      ("augmentation", augmentation.differencesFromKeras),
      ("evaluation", testAugmentation.otherViews.map { ["images as they are\($0)"] } ?? []),
      ("best epoch", earlyStopping.differencesFromKeras),
    ]
    .filter { !$0.1.isEmpty }.map { ($0.0, $0.1.joined(separator: ", ")) }
  }

  private func pixelDifferences(_ reason: String?) -> [String] {
    guard let difference = pixelRange?.differenceFromKeras else { return [] }
    return [difference, reason].compactMap(\.self)
  }

  private var lossDifferences: [String] { labelSmoothing == 0 ? [] : ["label smoothing \(labelSmoothing)"] }
}

extension OptimizerSettings {
  fileprivate var differencesFromKeras: [String] {
    guard self != OptimizerSettings() else { return [] }
    var parts = [rule.name.rawValue, "learning rate \(learningRate)"]
    switch rule {
    case .adam(let adam), .adamW(let adam):
      if adam != AdamSettings() { parts.append("betas \(adam.beta1) and \(adam.beta2), epsilon \(adam.epsilon)") }
    case .sgd(let sgd):
      if sgd.momentum > 0 { parts.append((sgd.nesterov ? "Nesterov momentum " : "momentum ") + "\(sgd.momentum)") }
    case .rmsprop(let rmsprop):
      if rmsprop.centered { parts.append("centred") }
      if rmsprop.momentum > 0 { parts.append("momentum \(rmsprop.momentum)") }
      let standard = RMSpropSettings()
      if (rmsprop.rho, rmsprop.epsilon) != (standard.rho, standard.epsilon) {
        parts.append("rho \(rmsprop.rho), epsilon \(rmsprop.epsilon)")
      }
    }
    if weightDecay > 0 {
      let excluded = excludedFromWeightDecay.joined(separator: ", ")
      parts.append("weight decay \(weightDecay)" + (excluded.isEmpty ? "" : " (not of \(excluded))"))
    }
    if let emaMomentum { parts.append("weights averaged with momentum \(emaMomentum)") }
    if let clipNorm { parts.append("gradient norm at most \(clipNorm)") }
    return parts
  }
}

extension LearningRateSchedule {
  fileprivate var differencesFromKeras: [String] {
    let warmUp = warmupEpochs == 0 ? [] : ["\(warmupEpochs) epochs of warm-up"]
    switch shape {
    case .constant: return warmUp
    case .cosine(let final): return ["cosine to \(final)"] + warmUp
    case .step(let epochs, let factor): return ["times \(factor) every \(epochs) epochs"] + warmUp
    case .oneCycle(let peak, let initial, let final):
      return ["one cycle from \(initial) to \(final), peak at \(peak)"]
    }
  }
}

extension AugmentationSettings {
  fileprivate var differencesFromKeras: [String] {
    var parts = flip == .none ? [] : ["\(flip.rawValue) flip"]
    if shift > 0 { parts.append("shift by up to \(shift) pixels") }
    if let erasing {
      parts.append(
        "\(erasing.fill == .zero ? "zeros" : "noise") in place of \(erasing.area[0]) to \(erasing.area[1]) of an image "
          + "with probability \(erasing.probability)")
    }
    return parts
  }
}

extension EarlyStopping {
  fileprivate var differencesFromKeras: [String] {
    let by = "by \(monitor.rawValue)" + (minDelta > 0 ? " and at least \(minDelta)" : "")
    let parts = [
      patience.map { "the run ends \($0) epochs after it" }, restoreBestWeights ? "its weights are the result" : nil,
    ].compactMap(\.self)
    return parts.isEmpty ? [] : [by] + parts
  }
}
