import FashionMNIST
import Training

/// What `train` is asked for: one run, or a series of them, which keeps it in its folder.
struct TrainingRequest: Codable, Equatable {
  /// The preset, or the file of the architecture.
  var model: String
  /// Of the run, or of the first of several.
  var configuration: TrainingConfiguration
  /// How many runs there are, each with the next seed, besides those of folds.
  var repeats: Int
  /// The file that the weights start from; nil for random ones.
  var initialWeights: String?

  init(model: String, configuration: TrainingConfiguration, repeats: Int = 1, initialWeights: String? = nil) {
    (self.model, self.configuration) = (model, configuration)
    (self.repeats, self.initialWeights) = (repeats, initialWeights)
  }

  private enum CodingKeys: String, CodingKey {
    case model, configuration, repeats
    case initialWeights = "initial_weights"
  }

  var namedModel: NamedModel { NamedModel(model) }

  /// Whether there are several runs.
  var isSeries: Bool { runs.count > 1 }

  /// The runs that are asked for.
  var runs: [SeriesRun] { SeriesRun.all(configuration, repeats: repeats) }
}

extension TrainingRequest {
  /// What options ask for.
  ///
  /// - Parameters:
  ///   - images: the number of images to train on, where it is known: without `--shards` there are no more shards.
  ///   - indices: reads the file of the images that validate.
  /// - Throws: a usage error where options, or options and the recipe, do not go together; what `indices` throws.
  init(
    model: ModelOption, _ training: TrainingOptions, images: (TrainingConfiguration) -> Int?,
    indices: (String) throws -> ImageSelection?
  ) throws {
    let named = NamedModel(model.model)
    var base = try training.configuration(named)
    base.validationIndices = try training.validation.validationIndices.flatMap(indices)
    base.shards = training.shards(base, named, images: images(base))
    self.init(
      model: model.model, configuration: base, repeats: training.series.repeat ?? 1,
      initialWeights: training.course.initialWeights)
  }
}
