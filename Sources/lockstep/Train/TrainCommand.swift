import ArgumentParser
import Encodings
import FashionMNIST
import Foundation
import Training

/// `lockstep train`.
struct TrainCommand: ParsableCommand, RunsOnAllRanks {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a model, and write its weights, metrics and checkpoints to a run folder.",
    discussion: """
      A preset brings its recipe, and options change it:

        lab-001        5 epochs, batch size 64, validates with the last 20 %
        lab-003        10 epochs, batch size 32, validates with the test set
        lab-004        20 epochs, batch size 128, validates with the test set
        lab-004-leaky  20 epochs, batch size 64, validates with the last 20 %
        best           16 epochs, batch size 256, no validation, for accuracy:
                       SGD, one cycle, smooth labels, mirrored images
        best-long      64 epochs, a larger network, more augmentation

      The data and the options under RESULT decide the trained weights. The number of ranks changes them only with \
      --reduction mpi; threads never do.
      """)

  @OptionGroup(title: "Result") var model: ModelOption
  @OptionGroup var training: TrainingOptions

  @OptionGroup(title: "Going on") var resume: ResumeOptions

  @OptionGroup(title: "Where and how fast") var compute: ComputeOptions
  @OptionGroup(title: "Where and how fast") var exchange: ExchangeOption

  @OptionGroup(title: "Checks while training") var guards: GuardOptions

  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Output") var checkpoints: CheckpointOptions
  @OptionGroup(title: "Output") var progress: ProgressOptions

  @OptionGroup(title: "When something hangs") var stalls: StallOptions

  func validate() throws {
    if resume.isAuto, output.outputDir == nil {
      throw ValidationError("--resume auto: give the run's folder with --output-dir, which must be the same each time")
    }
    // What is given with a run that is named means something only together with the run's own options.
    if resume.named == nil { _ = try training.configuration(NamedModel(model.model)) }
  }

  func run() throws {
    Interruption.install()
    try RankContext.run(stalls: stalls.times) { context in
      let arguments = CommandLine.arguments.drop { $0 != Self.configuration.commandName }.dropFirst()
      let plan = try plan(given(Array(arguments), context.environment), context)
      let trainer = RunTrainer(
        compute: compute, exchange: exchange, guards: guards, output: output, checkpoints: checkpoints,
        progress: progress)
      var execution = PlanExecution(plan, trainer, context)
      try execution.run()
    }
  }

  /// What is to be done, which rank 0 decides. Collective.
  private func plan(_ given: GivenTraining, _ context: RankContext) throws -> TrainingPlan {
    let json = try context.fromFirst("planning the runs") {
      Array(try JSONText.text(TrainingPlanner(given) { StandardError.line("resume: \($0)") }.plan()).utf8)
    }
    return try JSONText.value(TrainingPlan.self, of: Data(json))
  }

  private func given(_ arguments: [String], _ environment: [String: String]) -> GivenTraining {
    GivenTraining(
      model: model, training: training, resume: resume, outputDir: output.outputDir, compute: compute,
      arguments: arguments, environment: environment)
  }

  /// What folders are named after.
  var modelName: String { NamedModel(model.model).name }

  /// The shards of the run, for whoever starts the ranks; without the data's files here, not limited by the number of images,
  /// and without the run that is to go on, those of its options.
  ///
  /// - Parameter arguments: of the command, which this process does not run.
  func shardsToLaunch(_ arguments: [String]) throws -> ShardCount {
    let given = given(arguments, ProcessInfo.processInfo.environment)
    let plan = try? TrainingPlanner(given) { _ in }.plan()
    let configuration = try plan?.runs.first?.configuration ?? training.configuration(NamedModel(model.model))
    return try ShardCount(
      configuration.shards, batchSize: configuration.batchSize, images: plan?.images ?? Int(Int32.max))
  }
}
