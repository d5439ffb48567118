import ArgumentParser
import Network
import Training

/// The options of `train` that decide its result; names and defaults are Keras' where Keras has them.
struct TrainingOptions: ParsableArguments {
  @OptionGroup(title: "Result") var course: LoopOptions
  @OptionGroup(title: "Result: validation") var validation: ValidationOptions
  @OptionGroup(title: "Result: loss and optimiser") var loss: LossOptions
  @OptionGroup(title: "Result: loss and optimiser") var optimizer: OptimizerOptions
  @OptionGroup(title: "Result: learning rate") var schedule: ScheduleOptions
  @OptionGroup(title: "Result: augmentation") var augmentation: AugmentationOptions
  @OptionGroup(title: "Result: best epoch and early stopping") var stopping: StoppingOptions
  @OptionGroup(title: "Several runs") var series: SeriesOptions

  /// The configuration for a model: options first, then the recipe.
  ///
  /// - Throws: a usage error where options, or options and the recipe, do not go together.
  func configuration(_ model: NamedModel) throws -> TrainingConfiguration {
    let recipe = model.recipe
    let batchSize = course.batchSize ?? recipe.batchSize
    try course.checkShards(batchSize: batchSize)
    // A validation that is asked for takes the place of the recipe's, whichever of the two kinds it is.
    let chosen = validation.isChosen || series.folds != nil
    var configuration = TrainingConfiguration(
      model: model.name, epochs: course.epochs ?? recipe.epochs, batchSize: batchSize,
      optimizer: try optimizer.settings(
        recipe.optimizer, growth: Double(batchSize) / Double(recipe.batchSize)),
      validationSplit: validation.validationSplit ?? (chosen ? 0 : recipe.validationSplit),
      validationData: validation.validationData ?? (chosen ? .none : recipe.validationData), seed: course.seed,
      shards: course.shards ?? recipe.shards(batchSize: batchSize, images: course.limitTrainImages ?? .max),
      shuffle: course.shuffle,
      reduction: course.reduction, evaluation: validation.evaluation, convolution: course.convolution,
      trainingImageLimit: course.limitTrainImages, testImageLimit: course.limitTestImages)
    configuration.schedule = try schedule.schedule(recipe.schedule)
    (configuration.loss, configuration.labelSmoothing) = try loss.settings(recipe)
    if let fold = series.firstFold(seed: configuration.seed) {
      try refuse(
        "--folds", if: configuration.validates || validation.validationIndices != nil,
        "brings its own validation; leave out --validation-split, --validation-data and --validation-indices")
      configuration.fold = fold
    }
    configuration.earlyStopping = try stopping.settings(
      recipe, validates: configuration.validates || validation.validationIndices != nil)
    configuration.testAugmentation = validation.testAugmentation ?? recipe.testAugmentation
    configuration.pixelRange = course.pixelRange
    configuration.augmentation = try augmentation.settings(recipe.augmentation)
    return configuration
  }

  /// The number of shards for so many training images: where `--shards` is not given, at most one for each image.
  ///
  /// - Parameter images: nil where they cannot be counted; loading them will say why.
  func shards(_ configuration: TrainingConfiguration, _ model: NamedModel, images: Int?) -> Int {
    guard course.shards == nil, let images else { return configuration.shards }
    return min(configuration.shards, model.recipe.shards(batchSize: configuration.batchSize, images: images))
  }
}
