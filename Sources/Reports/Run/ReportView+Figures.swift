import RunRecords

extension ReportView {
  /// What a reader looks for first.
  static func figures(_ report: ReportContent) -> [Figure] {
    let run = report.run
    return testFigures(report) + validationFigures(run)
      + [
        Figure(name: "Parameters", value: NumberText.grouped(run.parameters)),
        run.imagesPerSecond.map {
          Figure(name: "Images per second", value: NumberText.rounded($0), detail: "training steps")
        },
        time(run),
      ].compactMap(\.self)
  }

  /// As the run recorded them, or as the report's own evaluation of a run that has not ended has them.
  private static func testFigures(_ report: ReportContent) -> [Figure] {
    let images = report.test.map { "\(NumberText.grouped($0.matrix.images)) images" }
    guard let result = report.run.result else {
      return report.test.map {
        [
          Figure(
            name: "Test accuracy", value: NumberText.percent($0.classes.accuracy), detail: "of the last checkpoint")
        ]
      } ?? []
    }
    return [
      Figure(name: "Test accuracy", value: NumberText.percent(result.test.accuracy), detail: images),
      Figure(name: "Test loss", value: NumberText.fixed(result.test.loss, 4), detail: "cross-entropy"),
    ]
  }

  private static func validationFigures(_ run: RunFigures) -> [Figure] {
    guard let best = run.bestEpoch, let accuracy = best.validation?.accuracy else { return [] }
    return [
      Figure(name: "Best epoch", value: "\(best.epoch)", detail: "validation \(NumberText.percent(accuracy))")
    ]
  }

  private static func time(_ run: RunFigures) -> Figure? {
    let seconds = run.result?.seconds ?? run.epochs.reduce(0) { $0 + $1.seconds }
    guard seconds > 0 else { return nil }
    let epochs = "\(run.epochs.count) epoch\(run.epochs.count == 1 ? "" : "s")"
    return Figure(name: "Time", value: NumberText.duration(seconds), detail: epochs)
  }
}

/// What the template says of first-layer filters.
struct FilterView {
  struct Picture {
    let uri: String
    let text: String
  }

  /// More would make a page of them.
  private static let most = 64

  let filterNote: String
  let filterPictures: [Picture]

  init(_ bank: FilterBank) {
    let shown = min(bank.count, Self.most)
    let which = shown == bank.count ? "The \(bank.count) filters" : "The first \(shown) of \(bank.count) filters"
    filterNote =
      "\(which) of \(bank.layer), \(bank.rows) × \(bank.columns) weights each, on one scale: black is "
      + "−\(NumberText.fixed(Double(bank.scale), 3)), the middle grey 0, white \(NumberText.fixed(Double(bank.scale), 3))."
    filterPictures = (0..<shown).map {
      Picture(uri: bank.picture($0).dataAddress, text: "Filter \($0 + 1) of \(bank.layer)")
    }
  }
}

/// What the template says of the model.
struct ModelView {
  struct Row {
    let name: String
    let type: String
    let shape: String
    let parameters: String
  }

  let caption: String
  let layers: [Row]
  let total: String

  init(_ model: String, _ layers: [LayerFacts]) {
    caption = "\(model): \(layers.count) layers. Shapes are those of one image."
    self.layers = layers.map { layer in
      Row(
        name: layer.name, type: layer.type, shape: layer.outputShape.map(String.init).joined(separator: " × "),
        parameters: NumberText.grouped(layer.parameters))
    }
    total = NumberText.grouped(layers.reduce(0) { $0 + $1.parameters })
  }
}

/// What the template says of time.
struct TimeView {
  struct Row {
    let name: String
    let seconds: [String]
    let share: String
    let width: String
  }

  let caption: String
  let columns: [String]
  let rows: [Row]
  let totals: [String]

  init(_ time: TimeBreakdown) {
    let totals = time.totals
    caption = time.source + (time.columns.count > 1 ? " Shares are those of the column “\(time.columns[0])”." : "")
    columns = time.columns
    let longest = time.parts.map { $0.seconds[0] }.max() ?? 0
    rows = time.parts.map { part in
      let share = totals[0] > 0 ? part.seconds[0] / totals[0] : 0
      return Row(
        name: part.name, seconds: part.seconds.map { NumberText.fixed($0, 3) }, share: NumberText.percent(share, 1),
        width: NumberText.coordinate(longest > 0 ? 100 * part.seconds[0] / longest : 0))
    }
    self.totals = totals.map { NumberText.fixed($0, 3) }
  }
}
