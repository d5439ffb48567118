/// What the templates of the confusion matrix, the classes and the mistakes name.
struct TestView {
  struct Cell {
    let count: String
    let kind: String
    let shade: String
  }

  struct MatrixRow {
    let name: String
    let cells: [Cell]
  }

  struct ClassRow {
    let name: String
    let cells: [String]
  }

  struct MistakeView {
    let uri: String
    let text: String
    let predicted: String
    let actual: String
    let probability: String
    let image: String
  }

  let matrixCaption: String
  let matrixColumns: [String]
  let matrixRows: [MatrixRow]
  let classRows: [ClassRow]
  let averageRows: [ClassRow]
  let mistakeNote: String
  let mistakes: [MistakeView]

  init(_ test: TestFigures) {
    let (matrix, classes) = (test.matrix, test.classes)
    matrixCaption =
      "\(NumberText.grouped(matrix.images)) test images: rows are what they are, columns what they were taken for. "
      + "Blue is right, orange wrong; the shade is the share of the row, by its root, so that rare mistakes show."
    matrixColumns = classes.names
    matrixRows = zip(classes.names, matrix.counts.indices).map { name, row in
      MatrixRow(
        name: name, cells: matrix.counts[row].indices.map { Self.cell(matrix.counts[row], $0, isHit: $0 == row) })
    }
    classRows = zip(classes.names, classes.classes).map(Self.row)
    averageRows = [
      ClassRow(
        name: "accuracy",
        cells: ["", "", NumberText.fixed(classes.accuracy, 4), NumberText.grouped(classes.macroAverage.support)]),
      Self.row("macro average", classes.macroAverage), Self.row("weighted average", classes.weightedAverage),
    ]
    let wrong = matrix.images - matrix.correct
    mistakeNote =
      wrong == 0
      ? "No test image was taken for something else."
      : "\(NumberText.grouped(wrong)) of \(NumberText.grouped(matrix.images)) test images were taken for something else; "
        + "these \(test.mistakes.count) with the highest probability."
    mistakes = test.mistakes.map(Self.view)
  }

  private static func cell(_ row: [Int], _ column: Int, isHit: Bool) -> Cell {
    let total = row.reduce(0, +)
    let share = total == 0 ? 0 : Double(row[column]) / Double(total)
    return Cell(
      count: "\(row[column])", kind: isHit ? "hit" : row[column] == 0 ? "zero" : "miss",
      shade: NumberText.fixed(share.squareRoot(), 2))
  }

  private static func row(_ name: String, _ row: ClassificationReport.Row) -> ClassRow {
    ClassRow(
      name: name,
      cells: [row.precision, row.recall, row.f1Score].map { NumberText.fixed($0, 4) }
        + [NumberText.grouped(row.support)])
  }

  private static func view(_ mistake: Mistake) -> MistakeView {
    MistakeView(
      uri: mistake.picture.dataAddress,
      text: "Test image \(mistake.image): \(mistake.actual), taken for \(mistake.predicted)",
      predicted: mistake.predicted, actual: mistake.actual,
      probability: NumberText.probability(mistake.probability), image: NumberText.grouped(mistake.image))
  }
}
