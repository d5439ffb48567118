package import Pictures

/// All that the page about a run tells.
package struct ReportContent: Sendable {
  package let run: RunFigures
  /// What the test images show; nil without them or without a model.
  package let test: TestFigures?
  /// The network's layers; none without a model.
  package let layers: [LayerFacts]
  package let filters: FilterBank?
  package let time: TimeBreakdown?
  package let reproduction: Reproduction
  /// The data, and what else there is to know besides the configuration.
  package let tables: [FactTable]
  /// What is missing, and other things that a reader must know.
  package let remarks: [String]
  /// The version of the program that makes the report.
  package let version: String

  package init(
    run: RunFigures, test: TestFigures?, layers: [LayerFacts], filters: FilterBank?, time: TimeBreakdown?,
    reproduction: Reproduction, tables: [FactTable], remarks: [String], version: String
  ) {
    self.run = run
    self.test = test
    self.layers = layers
    self.filters = filters
    self.time = time
    self.reproduction = reproduction
    self.tables = tables
    self.remarks = remarks
    self.version = version
  }
}

/// What a model makes of test images.
package struct TestFigures: Sendable {
  package let matrix: ConfusionMatrix
  package let classes: ClassificationReport
  /// Wrong predictions, the most confident one first.
  package let mistakes: [Mistake]

  package init(matrix: ConfusionMatrix, classes: ClassificationReport, mistakes: [Mistake]) {
    self.matrix = matrix
    self.classes = classes
    self.mistakes = mistakes
  }
}

/// A test image that was taken for something else.
package struct Mistake: Sendable {
  package let picture: GrayPicture
  /// The image's number in the file.
  package let image: Int
  package let actual: String
  package let predicted: String
  /// The probability of what was predicted.
  package let probability: Double

  package init(picture: GrayPicture, image: Int, actual: String, predicted: String, probability: Double) {
    self.picture = picture
    self.image = image
    self.actual = actual
    self.predicted = predicted
    self.probability = probability
  }
}

/// A layer in the table of the model.
package struct LayerFacts: Equatable, Sendable {
  package let name: String
  package let type: String
  /// Without the axis of images.
  package let outputShape: [Int]
  package let parameters: Int

  package init(name: String, type: String, outputShape: [Int], parameters: Int) {
    self.name = name
    self.type = type
    self.outputShape = outputShape
    self.parameters = parameters
  }
}

/// How to get the same weights again.
package struct Reproduction: Equatable, Sendable {
  /// A command line for a shell; nil where no options say what was done.
  package let command: String?
  /// What the command line takes for granted.
  package let conditions: [String]

  package init(command: String?, conditions: [String]) {
    self.command = command
    self.conditions = conditions
  }
}
