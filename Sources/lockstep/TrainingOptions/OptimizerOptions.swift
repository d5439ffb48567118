import ArgumentParser
import Training

/// The options of `train` about how a step changes the weights; names and defaults are Keras'.
struct OptimizerOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The optimiser; another one than the recipe's begins with Keras' defaults. Default: adam.",
      discussion: "adamw is Adam with a weight decay of 0.004 where no other is given.", valueName: "adam|adamw|sgd"))
  var optimizer: OptimizerName?

  @Option(
    help: ArgumentHelp("Learning rate. Default: the recipe's, or 0.001; of sgd 0.01.", valueName: "rate"))
  var learningRate: Double?

  @Option(
    help: ArgumentHelp(
      "How the learning rate follows the batch size from the recipe's on.",
      discussion: "linear: twice the rate for twice the images; sqrt: √2 times.", valueName: "none|sqrt|linear"))
  var lrScaling: LearningRateScaling = .none

  @Option(
    name: .customLong("beta-1"), help: ArgumentHelp("Decay of Adam's first moment. Default: 0.9.", valueName: "rate"))
  var beta1: Double?

  @Option(
    name: .customLong("beta-2"),
    help: ArgumentHelp("Decay of Adam's second moment. Default: 0.999.", valueName: "rate"))
  var beta2: Double?

  @Option(help: ArgumentHelp("Added to the root of Adam's second moment. Default: 1e-07.", valueName: "value"))
  var epsilon: Double?

  @Option(help: ArgumentHelp("Momentum of sgd. Default: 0.", valueName: "share"))
  var momentum: Double?

  @Flag(inversion: .prefixedNo, help: "Nesterov's momentum. Default: no.")
  var nesterov: Bool?

  @Option(
    help: ArgumentHelp(
      "What a step takes away of each weight, times the learning rate. Default: 0; of adamw 0.004.", valueName: "share")
  )
  var weightDecay: Double?

  @Option(
    help: ArgumentHelp(
      "Tensors whose weights do not decay, for example bias,gamma,beta. Default: the recipe's, or none.",
      valueName: "none|names"))
  var excludeFromWeightDecay: CommaSeparated<String>?

  @Option(
    help: ArgumentHelp(
      "The largest norm of the whole gradient (Keras' global_clipnorm). Default: any.", valueName: "norm"))
  var clipNorm: Double?

  @Option(
    help: ArgumentHelp(
      "Which weights are evaluated and saved. Default: none, those of the last step.",
      discussion: "ema: a running average over the steps (Keras' use_ema).", valueName: "none|ema"))
  var weightAverage: WeightAverage?

  @Option(help: ArgumentHelp("What the average keeps of itself in a step. Default: 0.99.", valueName: "share"))
  var emaMomentum: Double?

  func validate() throws {
    try require(learningRate, "--learning-rate", "more than 0") { $0 > 0 && $0.isFinite }
    try require(beta1, "--beta-1", "0 to less than 1") { (0..<1).contains($0) }
    try require(beta2, "--beta-2", "0 to less than 1") { (0..<1).contains($0) }
    try require(epsilon, "--epsilon", "more than 0, in single precision") { Float($0) > 0 && Float($0).isFinite }
    try require(momentum, "--momentum", "0 to less than 1") { (0..<1).contains($0) }
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
  ///   - growth: the batch size in units of the recipe's.
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
    switch rule {
    case .adam(let adam): return .adam(try settings(adam))
    case .adamW(let adam): return .adamW(try settings(adam))
    case .sgd(let sgd):
      for (option, isGiven) in [("--beta-1", beta1 != nil), ("--beta-2", beta2 != nil), ("--epsilon", epsilon != nil)] {
        try refuse(option, if: isGiven, "only with --optimizer adam or adamw")
      }
      let (momentum, nesterov) = (momentum ?? sgd.momentum, nesterov ?? sgd.nesterov)
      try refuse("--nesterov", if: nesterov && momentum == 0, "needs a --momentum of more than 0")
      return .sgd(SGDSettings(momentum: momentum, nesterov: nesterov))
    }
  }

  private func settings(_ adam: AdamSettings) throws -> AdamSettings {
    try refuse("--momentum", if: momentum != nil, "only with --optimizer sgd")
    try refuse("--nesterov", if: nesterov != nil, "only with --optimizer sgd")
    return AdamSettings(
      beta1: beta1 ?? adam.beta1, beta2: beta2 ?? adam.beta2, epsilon: epsilon ?? adam.epsilon)
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
    }
  }
}
