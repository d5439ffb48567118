import ArgumentParser
import Training

/// The options of `train` about how the learning rate changes from step to step.
struct ScheduleOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How the learning rate changes. Default: the recipe's, or constant.",
      discussion: """
        cosine: falls along half a cosine; step: is multiplied by a factor every few epochs; one-cycle: rises along \
        half a cosine, then falls along another.
        """, valueName: "constant|cosine|step|one-cycle"))
  var schedule: LearningRateSchedule.Name?

  @Option(
    help: ArgumentHelp(
      "Epochs at the start in which the learning rate rises linearly; fractions are allowed. Default: 0.",
      valueName: "epochs"))
  var warmupEpochs: Double?

  @Option(
    help: ArgumentHelp(
      "Learning rate at the end of cosine and one-cycle, as a multiple of --learning-rate. Default: 0.",
      valueName: "factor"))
  var scheduleFinalFactor: Double?

  @Option(
    help: ArgumentHelp(
      "Learning rate at the start of one-cycle, as a multiple of --learning-rate. Default: the recipe's, or 0.04.",
      valueName: "factor"))
  var scheduleInitialFactor: Double?

  @Option(
    help: ArgumentHelp(
      "When one-cycle reaches --learning-rate, as a share of the run. Default: the recipe's, or 0.3.",
      valueName: "share"))
  var schedulePeak: Double?

  @Option(help: ArgumentHelp("Epochs between two steps of --schedule step.", valueName: "epochs"))
  var scheduleStepEpochs: Double?

  @Option(
    help: ArgumentHelp(
      "Factor by which each of these steps multiplies the learning rate. Default: 0.1.", valueName: "factor"))
  var scheduleStepFactor: Double?

  func validate() throws {
    try require(warmupEpochs, "--warmup-epochs", "at least 0") { $0 >= 0 && $0.isFinite }
    try require(scheduleFinalFactor, "--schedule-final-factor", "0 to 1") { (0...1).contains($0) }
    try require(scheduleInitialFactor, "--schedule-initial-factor", "0 to 1") { (0...1).contains($0) }
    try require(schedulePeak, "--schedule-peak", "0 to 1") { (0...1).contains($0) }
    try require(scheduleStepEpochs, "--schedule-step-epochs", "more than 0") { $0 > 0 && $0.isFinite }
    try require(scheduleStepFactor, "--schedule-step-factor", "more than 0 to 1") { $0 > 0 && $0 <= 1 }
  }

  /// The schedule: options first, then the recipe's.
  ///
  /// - Throws: a usage error for an option of another schedule.
  func schedule(_ recipe: LearningRateSchedule) throws -> LearningRateSchedule {
    let name = schedule ?? recipe.name
    try refuseOthers(than: name)
    let shape = try shape(name, name == recipe.name ? recipe.shape : nil)
    guard case .oneCycle = shape else {
      return LearningRateSchedule(shape, warmupEpochs: warmupEpochs ?? recipe.warmupEpochs)
    }
    try refuse("--warmup-epochs", if: warmupEpochs ?? 0 > 0, "--schedule one-cycle rises by itself")
    return LearningRateSchedule(shape)
  }

  private func shape(
    _ name: LearningRateSchedule.Name, _ recipe: LearningRateSchedule.Shape?
  ) throws -> LearningRateSchedule.Shape {
    switch (name, recipe) {
    case (.constant, _): return .constant
    case (.cosine, .cosine(let final)): return .cosine(finalFactor: scheduleFinalFactor ?? final)
    case (.cosine, _): return .cosine(finalFactor: scheduleFinalFactor ?? 0)
    case (.step, .step(let epochs, let factor)):
      return .step(epochs: scheduleStepEpochs ?? epochs, factor: scheduleStepFactor ?? factor)
    case (.step, _):
      guard let scheduleStepEpochs else { throw ValidationError("--schedule step: needs --schedule-step-epochs") }
      return .step(epochs: scheduleStepEpochs, factor: scheduleStepFactor ?? 0.1)
    case (.oneCycle, .oneCycle(let peak, let initial, let final)):
      return .oneCycle(
        peak: schedulePeak ?? peak, initialFactor: scheduleInitialFactor ?? initial,
        finalFactor: scheduleFinalFactor ?? final)
    case (.oneCycle, _):
      return .oneCycle(
        peak: schedulePeak ?? 0.3, initialFactor: scheduleInitialFactor ?? 0.04,
        finalFactor: scheduleFinalFactor ?? 0)
    }
  }

  /// Throws for options that the schedule does not have.
  private func refuseOthers(than name: LearningRateSchedule.Name) throws {
    let options: [(name: String, isGiven: Bool, schedules: [LearningRateSchedule.Name])] = [
      ("--schedule-final-factor", scheduleFinalFactor != nil, [.cosine, .oneCycle]),
      ("--schedule-initial-factor", scheduleInitialFactor != nil, [.oneCycle]),
      ("--schedule-peak", schedulePeak != nil, [.oneCycle]),
      ("--schedule-step-epochs", scheduleStepEpochs != nil, [.step]),
      ("--schedule-step-factor", scheduleStepFactor != nil, [.step]),
    ]
    for option in options where !option.schedules.contains(name) {
      let schedules = option.schedules.map(\.rawValue).joined(separator: " or ")
      try refuse(option.name, if: option.isGiven, "only with --schedule \(schedules)")
    }
  }
}

extension LearningRateSchedule.Name: ExpressibleByArgument {}
