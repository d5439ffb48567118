import ArgumentParser
import Training

/// The options of `train` that decide its result, the model among them: what a command line must say to train again.
///
/// A command, which nobody can call, and not a group of options, though train has the same two groups: the parser makes a
/// group that is parsed alone a group of a command, and each level of groups makes parsing some times slower in debug
/// builds, where it checks each group with all above it.
struct ResultOptions: ParsableCommand {
  @OptionGroup(title: "Result") var model: ModelOption
  @OptionGroup var training: TrainingOptions

  /// What is asked for, but for the content of files.
  ///
  /// - Throws: a usage error where options, or options and the recipe, do not go together.
  var configuration: TrainingConfiguration {
    get throws { try training.configuration(NamedModel(model.model)) }
  }
}
