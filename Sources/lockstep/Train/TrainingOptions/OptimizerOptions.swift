import ArgumentParser
import Training

/// The options of `train` about how a step changes the weights; names and defaults are Keras'.
struct OptimizerOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The optimiser; one that is not the recipe's starts from Keras' defaults. Default: the recipe's, or adam.",
      discussion: "adamw is Adam with a weight decay, 0.004 where no other is given.",
      valueName: "adam|adamw|sgd|rmsprop"))
  var optimizer: OptimizerName?

  @Option(
    help: ArgumentHelp(
      "Learning rate; 0 changes no weight. Default: the recipe's, or 0.001 (sgd: 0.01).", valueName: "rate"))
  var learningRate: Double?

  @Option(
    help: ArgumentHelp(
      "How the learning rate follows a batch size other than the recipe's.",
      discussion: "For twice the images: linear takes twice the rate, sqrt √2 times the rate.",
      valueName: "none|sqrt|linear"))
  var lrScaling: LearningRateScaling = .none

  @Option(
    name: .customLong("beta-1"), help: ArgumentHelp("Decay of Adam's first moment. Default: 0.9.", valueName: "rate"))
  var beta1: Double?

  @Option(
    name: .customLong("beta-2"),
    help: ArgumentHelp("Decay of Adam's second moment. Default: 0.999.", valueName: "rate"))
  var beta2: Double?

  @Option(
    help: ArgumentHelp(
      "Added to the square root of Adam's second moment; in rmsprop added before the root. Default: 1e-07.",
      valueName: "value"))
  var epsilon: Double?

  @Option(help: ArgumentHelp("Momentum of sgd and rmsprop. Default: the recipe's, or 0.", valueName: "share"))
  var momentum: Double?

  @Option(
    help: ArgumentHelp("Decay of the running averages of rmsprop. Default: 0.9.", valueName: "share"))
  var rho: Double?

  @Flag(
    inversion: .prefixedNo,
    help: "In rmsprop, divide by the gradient's standard deviation, not its root mean square. Default: no.")
  var centered: Bool?

  @Flag(inversion: .prefixedNo, help: "Nesterov's momentum. Default: the recipe's, or no.")
  var nesterov: Bool?

  @Option(
    help: ArgumentHelp(
      "Share of each weight that a step subtracts, times the learning rate. Default: the recipe's, or 0 (adamw: 0.004).",
      valueName: "share")
  )
  var weightDecay: Double?

  @Option(
    help: ArgumentHelp(
      "Tensors whose weights do not decay, for example bias,gamma,beta. Default: the recipe's, or none.",
      valueName: "none|names"))
  var excludeFromWeightDecay: CommaSeparated<String>?

  @Option(
    help: ArgumentHelp(
      "Scale larger gradients down to this norm, of all tensors together (Keras' global_clipnorm). Default: no limit.",
      valueName: "norm"))
  var clipNorm: Double?

  @Option(
    help: ArgumentHelp(
      "Which weights are evaluated and saved. Default: none, those of the last step.",
      discussion: "ema: a running average over the steps (Keras' use_ema).", valueName: "none|ema"))
  var weightAverage: WeightAverage?

  @Option(help: ArgumentHelp("Decay of the running average. Default: 0.99.", valueName: "share"))
  var emaMomentum: Double?

  func validate() throws {
    try require(learningRate, "--learning-rate", "at least 0") { $0 >= 0 && $0.isFinite }
    try require(beta1, "--beta-1", "0 to less than 1") { (0..<1).contains($0) }
    try require(beta2, "--beta-2", "0 to less than 1") { (0..<1).contains($0) }
    try require(epsilon, "--epsilon", "more than 0, in single precision") { Float($0) > 0 && Float($0).isFinite }
    try require(momentum, "--momentum", "0 to less than 1") { (0..<1).contains($0) }
    try require(rho, "--rho", "0 to less than 1") { (0..<1).contains($0) }
    try require(weightDecay, "--weight-decay", "at least 0") { $0 >= 0 && $0.isFinite }
    try require(excludeFromWeightDecay?.elements, "--exclude-from-weight-decay", "names of tensors, or none alone") {
      $0 == ["none"] || !$0.contains("none")
    }
    try require(emaMomentum, "--ema-momentum", "0 to less than 1") { (0..<1).contains($0) }
    try require(clipNorm, "--clip-norm", "more than 0") { $0 > 0 && $0.isFinite }
  }

  /// The settings: options first, then the recipe's.
  ///
  /// - Parameters:
  ///   - growth: the batch size divided by the recipe's.
  /// - Throws: a usage error for an option of another optimiser.
  func settings(_ recipe: OptimizerSettings, growth: Double) throws -> OptimizerSettings {
    let name = optimizer ?? recipe.rule.name
    var settings = name == recipe.rule.name ? recipe : OptimizerSettings(name.rule)
    settings.rule = try rule(settings.rule)
    settings.learningRate = (learningRate ?? settings.learningRate) * lrScaling.factor(growth)
    settings.weightDecay = weightDecay ?? settings.weightDecay
    settings.excludedFromWeightDecay = excludedFromWeightDecay ?? settings.excludedFromWeightDecay
    settings.clipNorm = clipNorm ?? settings.clipNorm
    let averages = weightAverage ?? (recipe.emaMomentum == nil ? WeightAverage.none : .ema)
    try refuse("--ema-momentum", if: emaMomentum != nil && averages == .none, "needs --weight-average ema")
    settings.emaMomentum = averages == .ema ? emaMomentum ?? recipe.emaMomentum ?? 0.99 : nil
    return settings
  }

  /// The tensors that are named; nil where nothing is said of them.
  private var excludedFromWeightDecay: [String]? { excludeFromWeightDecay?.elements.filter { $0 != "none" } }

  private func rule(_ rule: UpdateRule) throws -> UpdateRule {
    try refuseOthers(than: rule.name)
    switch rule {
    case .adam(let adam): return .adam(settings(adam))
    case .adamW(let adam): return .adamW(settings(adam))
    case .sgd(let sgd):
      let (momentum, nesterov) = (momentum ?? sgd.momentum, nesterov ?? sgd.nesterov)
      try refuse("--nesterov", if: nesterov && momentum == 0, "needs a --momentum of more than 0")
      return .sgd(SGDSettings(momentum: momentum, nesterov: nesterov))
    case .rmsprop(let rmsprop):
      return .rmsprop(
        RMSpropSettings(
          rho: rho ?? rmsprop.rho, momentum: momentum ?? rmsprop.momentum, epsilon: epsilon ?? rmsprop.epsilon,
          centered: centered ?? rmsprop.centered))
    }
  }

  private func settings(_ adam: AdamSettings) -> AdamSettings {
    AdamSettings(beta1: beta1 ?? adam.beta1, beta2: beta2 ?? adam.beta2, epsilon: epsilon ?? adam.epsilon)
  }

  /// Throws for options that the optimiser does not have.
  private func refuseOthers(than name: OptimizerName) throws {
    let options: [(name: String, isGiven: Bool, optimizers: [OptimizerName])] = [
      ("--beta-1", beta1 != nil, [.adam, .adamw]), ("--beta-2", beta2 != nil, [.adam, .adamw]),
      ("--epsilon", epsilon != nil, [.adam, .adamw, .rmsprop]), ("--momentum", momentum != nil, [.sgd, .rmsprop]),
      ("--nesterov", nesterov != nil, [.sgd]), ("--rho", rho != nil, [.rmsprop]),
      ("--centered", centered != nil, [.rmsprop]),
    ]
    for option in options where !option.optimizers.contains(name) {
      let optimizers = option.optimizers.map(\.rawValue)
      let last = optimizers.last ?? ""
      let names = (optimizers.count < 2 ? "" : optimizers.dropLast().joined(separator: ", ") + " or ") + last
      try refuse(option.name, if: option.isGiven, "only with --optimizer \(names)")
    }
  }
}

/// Which weights are evaluated and saved.
enum WeightAverage: String, CaseIterable, ExpressibleByArgument {
  case none
  case ema
}

/// How the learning rate follows the batch size.
enum LearningRateScaling: String, CaseIterable, ExpressibleByArgument {
  case none
  case sqrt
  case linear

  /// The factor for a batch `growth` times as large.
  func factor(_ growth: Double) -> Double {
    switch self {
    case .none: 1
    case .sqrt: growth.squareRoot()
    case .linear: growth
    }
  }
}

extension OptimizerName: ExpressibleByArgument {
  /// The optimiser with Keras' settings.
  fileprivate var rule: UpdateRule {
    switch self {
    case .adam: .adam(AdamSettings())
    case .adamw: .adamW(AdamSettings())
    case .sgd: .sgd(SGDSettings())
    case .rmsprop: .rmsprop(RMSpropSettings())
    }
  }
}
