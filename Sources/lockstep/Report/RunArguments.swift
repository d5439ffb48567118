import ArgumentParser
import FashionMNIST
import Training

/// The options of `train` that ask for a run, as few as will do.
///
/// They are made from the configuration, not from what was typed, because another version may have other defaults. They are
/// then parsed again, as a check that they mean this run.
struct RunArguments {
  private let request: TrainingRequest
  private let configuration: TrainingConfiguration
  /// Where the images of the validation must be listed.
  static let indexFile = "validation-indices.txt"

  /// - Parameter request: of one run; for one of several folds the options ask for all of them.
  init(_ request: TrainingRequest) {
    self.request = request
    configuration = request.configuration
  }

  /// The options that are needed; nil where options cannot express the configuration.
  var words: [String]? {
    let fixed = fixedOptions
    var options = options
    guard says(fixed + options) else { return nil }
    for index in options.indices.reversed() {
      let option = options.remove(at: index)
      if !says(fixed + options) { options.insert(option, at: index) }
    }
    return (fixed + options).flatMap(\.self)
  }

  /// Whether options of this version say what the configuration says, and so its numbers are such as options may have.
  var isPossible: Bool { says(fixedOptions + options) }

  /// All options, so that no default counts.
  var allWords: [String] { (fixedOptions + options).flatMap(\.self) }

  /// Those that may be left out where they are defaults. What the pixels' range is may be known only when there are images.
  private var options: [[String]] {
    let known = configuration.options.filter { configuration.pixelRange != nil || $0[0] != "--pixel-range" }
    return known + fileOptions
  }

  private var fixedOptions: [[String]] {
    [["--model", request.model], ["--epochs", "\(configuration.epochs)"], ["--seed", "\(seed)"]]
  }

  /// Folds are drawn with the seed of the first of them.
  private var seed: UInt64 { configuration.fold?.seed ?? configuration.seed }

  private var fileOptions: [[String]] {
    [
      configuration.validationIndices.map { _ in ["--validation-indices", Self.indexFile] },
      request.initialWeights.map { ["--initial-weights", $0] },
    ].compactMap(\.self)
  }

  /// Whether this run is among those that the options ask for.
  private func says(_ options: [[String]]) -> Bool {
    guard let result = try? ResultOptions.parse(options.flatMap(\.self)), var base = try? result.configuration else {
      return false
    }
    let training = result.training
    if training.validation.validationIndices != nil { base.validationIndices = configuration.validationIndices }
    // Not all folds are made to find one: there may be 60,000.
    let number = configuration.fold?.number ?? 0
    return training.course.initialWeights == request.initialWeights
      && (0..<(base.fold?.folds.count ?? 1)).contains(number)
      && SeriesRun(base, number: number).configuration == configuration
  }
}
