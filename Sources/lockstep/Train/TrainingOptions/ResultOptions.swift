import ArgumentParser
import Training

/// The options of `train` that decide its result, the model among them: what a command line must say to train again.
struct ResultOptions: ParsableArguments {
  @OptionGroup(title: "Result") var model: ModelOption
  @OptionGroup var training: TrainingOptions

  func validate() throws { _ = try configuration }

  /// The model that is trained.
  var namedModel: NamedModel { NamedModel(model.model) }

  /// What is asked for, but for the content of files.
  ///
  /// - Throws: a usage error where options, or options and the recipe, do not go together.
  var configuration: TrainingConfiguration {
    get throws { try training.configuration(namedModel) }
  }
}
