/// How a step changes the parameters; names and defaults are those of Keras' optimisers.
package struct OptimizerSettings: Codable, Equatable, Sendable {
  package var rule: UpdateRule
  package var learningRate: Double
  /// How much of a weight a step takes away, times the learning rate: decoupled from the gradient.
  package var weightDecay: Double
  /// Tensors that do not decay, by the last part of their names: `bias`.
  package var excludedFromWeightDecay: [String]
  /// The largest norm that the gradient of all parameters together may have; nil for any.
  package var clipNorm: Double?
  /// The share that a running average of the weights keeps in each step; nil without such an average.
  ///
  /// The average is what is evaluated and saved, as Keras' `use_ema` has it at the end of training.
  package var emaMomentum: Double?

  package init(
    _ rule: UpdateRule = .adam(AdamSettings()), learningRate: Double? = nil, weightDecay: Double? = nil,
    excludedFromWeightDecay: [String] = [], clipNorm: Double? = nil, emaMomentum: Double? = nil
  ) {
    self.rule = rule
    self.learningRate = learningRate ?? rule.name.learningRate
    self.weightDecay = weightDecay ?? rule.name.weightDecay
    self.excludedFromWeightDecay = excludedFromWeightDecay
    self.clipNorm = clipNorm
    self.emaMomentum = emaMomentum
  }

  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    rule = try UpdateRule(from: decoder)
    learningRate = try fields.decode(Double.self, forKey: .learningRate)
    weightDecay = try fields.decode(Double.self, forKey: .weightDecay)
    excludedFromWeightDecay = try fields.decode([String].self, forKey: .excludedFromWeightDecay)
    clipNorm = try fields.decodeIfPresent(Double.self, forKey: .clipNorm)
    emaMomentum = try fields.decodeIfPresent(Double.self, forKey: .emaMomentum)
  }

  package func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try rule.encode(to: encoder)
    try fields.encode(learningRate, forKey: .learningRate)
    try fields.encode(weightDecay, forKey: .weightDecay)
    try fields.encode(excludedFromWeightDecay, forKey: .excludedFromWeightDecay)
    try fields.encodeIfPresent(clipNorm, forKey: .clipNorm)
    try fields.encodeIfPresent(emaMomentum, forKey: .emaMomentum)
  }

  private enum CodingKeys: String, CodingKey {
    case learningRate = "learning_rate"
    case weightDecay = "weight_decay"
    case excludedFromWeightDecay = "exclude_from_weight_decay"
    case clipNorm = "clip_norm"
    case emaMomentum = "ema_momentum"
  }
}

/// What `--optimizer` takes.
package enum OptimizerName: String, Codable, CaseIterable, Sendable {
  case adam
  /// Adam with a weight decay by default.
  case adamw
  case sgd
  case rmsprop

  /// Keras' default.
  package var learningRate: Double { self == .sgd ? 0.01 : 0.001 }
  /// Keras' default.
  package var weightDecay: Double { self == .adamw ? 0.004 : 0 }
}

/// An optimiser with the settings that it alone has.
package enum UpdateRule: Codable, Equatable, Sendable {
  case adam(AdamSettings)
  case adamW(AdamSettings)
  case sgd(SGDSettings)
  case rmsprop(RMSpropSettings)

  package var name: OptimizerName {
    switch self {
    case .adam: .adam
    case .adamW: .adamw
    case .sgd: .sgd
    case .rmsprop: .rmsprop
    }
  }

  package init(from decoder: any Decoder) throws {
    switch try decoder.container(keyedBy: CodingKeys.self).decode(OptimizerName.self, forKey: .name) {
    case .adam: self = .adam(try AdamSettings(from: decoder))
    case .adamw: self = .adamW(try AdamSettings(from: decoder))
    case .sgd: self = .sgd(try SGDSettings(from: decoder))
    case .rmsprop: self = .rmsprop(try RMSpropSettings(from: decoder))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(name, forKey: .name)
    switch self {
    case .adam(let settings), .adamW(let settings): try settings.encode(to: encoder)
    case .sgd(let settings): try settings.encode(to: encoder)
    case .rmsprop(let settings): try settings.encode(to: encoder)
    }
  }

  private enum CodingKeys: String, CodingKey { case name }
}

/// The settings of Adam, with Keras' defaults.
package struct AdamSettings: Codable, Equatable, Sendable {
  package var beta1: Double
  package var beta2: Double
  package var epsilon: Double

  package init(beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-7) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
  }

  private enum CodingKeys: String, CodingKey {
    case epsilon
    case beta1 = "beta_1"
    case beta2 = "beta_2"
  }
}

/// The settings of stochastic gradient descent, with Keras' defaults.
package struct SGDSettings: Codable, Equatable, Sendable {
  package var momentum: Double
  package var nesterov: Bool

  package init(momentum: Double = 0, nesterov: Bool = false) {
    self.momentum = momentum
    self.nesterov = nesterov
  }
}

/// The settings of RMSprop, with Keras' defaults.
package struct RMSpropSettings: Codable, Equatable, Sendable {
  /// The decay of the running averages.
  package var rho: Double
  package var momentum: Double
  package var epsilon: Double
  /// Whether the squared mean of the gradient is subtracted from the mean of its square.
  package var centered: Bool

  package init(rho: Double = 0.9, momentum: Double = 0, epsilon: Double = 1e-7, centered: Bool = false) {
    self.rho = rho
    self.momentum = momentum
    self.epsilon = epsilon
    self.centered = centered
  }
}
