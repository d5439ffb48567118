import ArgumentParser
import Collectives
import FashionMNIST
import Network
import Pictures
import SystemPackage
import Training

/// `lockstep predict`.
struct PredictCommand: ParsableCommand, RunsOnAllRanks {
  static let configuration = CommandConfiguration(
    commandName: "predict", abstract: "Classify pictures, or all test images of a data set, with a trained model.",
    usage: """
      lockstep predict --model-file <file> <picture.png> … [<options>]
      lockstep predict --model-file <file> --probabilities <file> [<options>]
      """,
    discussion: """
      A picture may be any PNG file of any size: grey, coloured, with a palette or transparent. The whole picture is \
      resized to the model's input, made light on black, and shown as the network sees it.

      With --probabilities, predicts the test images of a data set instead. Under mpirun all ranks take part; the \
      numbers do not depend on how many.
      """)

  @Argument(help: ArgumentHelp("PNG files.", valueName: "picture"), completion: .file(extensions: ["png"]))
  var pictures: [String] = []

  @OptionGroup var trained: TrainedModelOptions

  @OptionGroup(title: "Pictures") var preparation: PreparationOptions

  @OptionGroup(title: "Output") var classNames: ClassNameOption

  @OptionGroup(title: "Output") var output: PredictionOutputOptions

  @OptionGroup(title: "Output") var color: ColorOption

  @OptionGroup(title: "Data sets") var dataset: DatasetPredictionOptions

  @OptionGroup(title: "Data sets") var compute: ComputeOptions

  func validate() throws {
    guard dataset.probabilities == nil || pictures.isEmpty else {
      throw ValidationError("--probabilities is for data sets; leave the pictures out, or use --json")
    }
    guard dataset.probabilities != nil || !pictures.isEmpty else {
      throw ValidationError("nothing to predict; name PNG files, or a file for --probabilities of a data set")
    }
    guard dataset.probabilities != nil else {
      return try refuse(
        "--limit-test-images", if: dataset.limitTestImages != nil, "only together with --probabilities")
    }
    let names = [("--class-names", classNames.classNames != nil)]
    for (option, isGiven) in output.given + names + preparation.given {
      try refuse(option, if: isGiven, "only for pictures; leave it out")
    }
  }

  func run() throws {
    try RankContext.run { context in
      try context.together("looking at the output") {
        if context.isFirst { try resultFile?.check() }
      }
      let model = try TrainedModel(trained, context)
      if let file = dataset.probabilities {
        try predictDataset(model, file, context)
      } else {
        try context.together("predicting the pictures") { if context.isFirst { try predictPictures(model, context) } }
      }
    }
  }

  /// The file that is written.
  private var resultFile: ResultFile? {
    (dataset.probabilities?.path.string ?? output.png).map { ResultFile($0) }
  }

  private func predictPictures(_ model: TrainedModel, _ context: RankContext) throws {
    try model.requireGrayInput()
    let names = try classNames.names(
      classes: model.network.classCount, isFashionMNIST: model.mayKnowFashionMNIST)
    let predictions = try PicturePrediction.all(pictures, preparation.preparation, model: model)
    for remark in predictions.compactMap(\.remark) { StandardError.line(remark) }
    if let png = output.png {
      let sheet = ContactSheet(enlarging: predictions.map(\.prepared.picture))
      try ResultFile(png).write(sheet.picture.png)
    }
    guard !output.json else {
      let record = PredictionRecord(
        predictions, modelFile: trained.modelFile, model: model, names: names, topCount: output.mostProbable)
      return try JSONOutput.write(record)
    }
    let text = PredictionText(
      names: names, topCount: output.mostProbable, style: color.pictureStyle(context.environment))
    for prediction in predictions {
      let lines = text.lines(prediction).joined(separator: "\n") + "\n"
      // Colours act on the terminal, as they must.
      if text.style == .colored { try StandardOutput.asItIs(lines) } else { try StandardOutput.text(lines) }
    }
  }

  private func predictDataset(_ model: TrainedModel, _ file: ProbabilitiesFile, _ context: RankContext) throws {
    let test = try TestImages(
      for: model, context, limit: dataset.limitTestImages, compute: compute, needsLabels: false)
    let predictions = try test.evaluation.predictions(test.set, parameters: model.parameters)
    try predictions.requireFinite()
    try context.together("writing the probabilities") {
      guard context.isFirst else { return }
      try ResultFile(file.path.string).write(file.bytes(predictions))
      StandardError.line("test images: \(predictions.count), \(test.title)")
    }
  }
}

/// What `predict` prints.
struct PredictionOutputOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Number of most probable classes to list. Default: 3.", valueName: "n"))
  var topK: Int?

  @Option(
    help: ArgumentHelp(
      "Write what the network saw, enlarged and side by side, to this PNG file.",
      discussion: "Replaces the file, and says so.", valueName: "file"),
    completion: .file(extensions: ["png"]))
  var png: String?

  @Flag(help: "Print the predictions as JSON: all probabilities, and the pixels that the network saw.")
  var json = false

  func validate() throws { try require(topK, "--top-k", "at least 1") { $0 >= 1 } }

  /// How many of the most probable classes are listed.
  var mostProbable: Int { topK ?? 3 }

  /// The options, and which of them are given.
  var given: [(option: String, isGiven: Bool)] {
    [("--json", json), ("--png", png != nil), ("--top-k", topK != nil)]
  }
}

/// What `predict` does with a data set.
struct DatasetPredictionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write the probabilities of all test images to this file, .npy or .csv.",
      discussion: "Softmax is applied where a model ends with logits.", valueName: "file"),
    completion: .file(extensions: ["npy", "csv"]))
  var probabilities: ProbabilitiesFile?

  @Option(help: ArgumentHelp("Use only the first n test images.", valueName: "n"))
  var limitTestImages: Int?

  func validate() throws { try require(limitTestImages, "--limit-test-images", in: CountRange.images) }
}
