import Network

/// How the learning rate changes from step to step: a function of the step's number alone.
package struct LearningRateSchedule: Equatable, Sendable {
  package var shape: Shape
  /// Epochs, and parts of one, over which the rate rises in a straight line from nothing; a one-cycle rises by itself.
  package var warmupEpochs: Double

  /// What comes after warming up; factors multiply the optimiser's learning rate.
  package enum Shape: Equatable, Sendable {
    case constant
    /// Half a wave from the learning rate down to its `finalFactor`; Keras' `CosineDecay`, whose alpha that is.
    case cosine(finalFactor: Double)
    /// Times `factor` every `epochs`; Keras' `ExponentialDecay` with `staircase`.
    case step(epochs: Double, factor: Double)
    /// Half a wave up from `initialFactor`, to the whole at the share `peak` of the run, and half a wave down to `finalFactor`.
    ///
    /// - Source: Smith & Topin, *Super-convergence*, 2018; in two phases, as PyTorch's `OneCycleLR`.
    case oneCycle(peak: Double, initialFactor: Double, finalFactor: Double)
  }

  package init(_ shape: Shape = .constant, warmupEpochs: Double = 0) {
    self.shape = shape
    self.warmupEpochs = warmupEpochs
  }

  /// What the learning rate is multiplied by in step `step`, counted from 0, of `epochs` epochs.
  package func factor(step: Int, stepsPerEpoch: Int, epochs: Int) -> Double {
    let (step, total, perEpoch) = (Double(step), Double(stepsPerEpoch * epochs), Double(stepsPerEpoch))
    let warmup = warmupEpochs * perEpoch
    // Keras' warm-up begins with a step of rate 0, which would be lost; here the last of its steps has the whole rate.
    if case .oneCycle = shape {} else if step + 1 < warmup { return (step + 1) / warmup }
    switch shape {
    case .constant: return 1
    case .cosine(let final):
      return Self.wave(from: 1, to: final, at: total > warmup ? max(0, step - warmup) / (total - warmup) : 0)
    case .step(let epochs, let factor):
      // The bound keeps the exponent an integer; by then the rate is 0, or with a factor of 1 unchanged.
      return ElementaryFunctions.power(factor, Int(min((step / (epochs * perEpoch)).rounded(.down), 0x1p53)))
    case .oneCycle(let peak, let initial, let final):
      let (top, last) = (max(0, peak * total - 1), total - 1)
      if step < top { return Self.wave(from: initial, to: 1, at: step / top) }
      return Self.wave(from: 1, to: final, at: last > top ? (step - top) / (last - top) : 0)
    }
  }

  /// A value on half a wave of the cosine, at the share `share` of its way.
  private static func wave(from start: Double, to end: Double, at share: Double) -> Double {
    end + (start - end) * 0.5 * (1 + ElementaryFunctions.cosine(halfTurns: min(share, 1)))
  }
}

extension LearningRateSchedule: Codable {
  /// The name of a shape, which `--schedule` takes.
  package enum Name: String, Codable, CaseIterable, Sendable {
    case constant
    case cosine
    case step
    case oneCycle = "one-cycle"
  }

  package var name: Name {
    switch shape {
    case .constant: .constant
    case .cosine: .cosine
    case .step: .step
    case .oneCycle: .oneCycle
    }
  }

  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    func number(_ key: CodingKeys) throws -> Double { try fields.decode(Double.self, forKey: key) }
    warmupEpochs = try number(.warmupEpochs)
    switch try fields.decode(Name.self, forKey: .name) {
    case .constant: shape = .constant
    case .cosine: shape = .cosine(finalFactor: try number(.finalFactor))
    case .step: shape = .step(epochs: try number(.stepEpochs), factor: try number(.stepFactor))
    case .oneCycle:
      shape = .oneCycle(
        peak: try number(.peak), initialFactor: try number(.initialFactor), finalFactor: try number(.finalFactor))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(name, forKey: .name)
    try fields.encode(warmupEpochs, forKey: .warmupEpochs)
    switch shape {
    case .constant: break
    case .cosine(let final): try fields.encode(final, forKey: .finalFactor)
    case .step(let epochs, let factor):
      try fields.encode(epochs, forKey: .stepEpochs)
      try fields.encode(factor, forKey: .stepFactor)
    case .oneCycle(let peak, let initial, let final):
      try fields.encode(peak, forKey: .peak)
      try fields.encode(initial, forKey: .initialFactor)
      try fields.encode(final, forKey: .finalFactor)
    }
  }

  private enum CodingKeys: String, CodingKey {
    case name, peak
    case warmupEpochs = "warmup_epochs"
    case finalFactor = "final_factor"
    case initialFactor = "initial_factor"
    case stepEpochs = "step_epochs"
    case stepFactor = "step_factor"
  }
}
