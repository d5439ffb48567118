import ArgumentParser
import Training

/// The options of `train` that decide its result, the model among them: what a command line must say to train again.
///
/// Train has the same two groups itself: one more level of groups makes parsing many times slower in debug builds, where
/// the parser checks each group with all above it.
struct ResultOptions: ParsableArguments {
  @OptionGroup(title: "Result") var model: ModelOption
  @OptionGroup var training: TrainingOptions

  /// What is asked for, but for the content of files.
  ///
  /// - Throws: a usage error where options, or options and the recipe, do not go together.
  var configuration: TrainingConfiguration {
    get throws { try training.configuration(NamedModel(model.model)) }
  }
}
