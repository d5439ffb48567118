import Pictures
import Reports
import RunRecords

/// Reports of runs that never were.
enum SampleReport {
  static func run(_ name: String = "run", seed: Int = 1, epochs: Int = 3, hasEnded: Bool = true) -> RunFigures {
    RunFigures(
      name: name, model: "lab-003", parameters: 241_546, plannedEpochs: 3,
      epochs: (0..<epochs).map { epoch in
        EpochFigures(
          epoch: epoch + 1,
          training: MeanScore(loss: 0.5 / Double(epoch + seed), accuracy: 0.8 + 0.01 * Double(epoch)),
          validation: MeanScore(loss: 0.6 / Double(epoch + seed), accuracy: 0.79), isBest: epoch < 2, seconds: 3,
          trainingSeconds: 2.5, imagesPerSecond: 20_000)
      },
      result: hasEnded
        ? ResultFigures(
          test: MeanScore(loss: 0.25 + 0.01 * Double(seed), accuracy: 0.9),
          weightsSHA256: String(repeating: "\(seed)", count: 64), epochs: epochs, lastEpoch: epochs, seconds: 9,
          imagesPerSecond: 20_000) : nil,
      monitor: "val_loss", settings: [Fact("model", "lab-003"), Fact("seed", "\(seed)")],
      surroundings: [Fact("kernels", "avx512")])
  }

  /// A report with every part, whose names are all `name`.
  static func report(name: String = "a name") -> ReportContent {
    let matrix = ConfusionMatrix(classes: 2, labels: [0, 0, 1, 1], predicted: [0, 1, 1, 1])
    let picture = GrayPicture(rows: 28, columns: 28, pixels: (0..<784).map { UInt8($0 % 256) })
    let mistakes = (0..<24).map {
      Mistake(picture: picture, image: $0, actual: name, predicted: name, probability: 0.999)
    }
    return ReportContent(
      run: run(name),
      test: TestFigures(
        matrix: matrix, classes: ClassificationReport(matrix, names: [name, name + "2"]), mistakes: mistakes),
      layers: [LayerFacts(name: name, type: "Conv2D", outputShape: [26, 26, 32], parameters: 320)],
      filters: FilterBank(layer: name, shape: [3, 3, 1, 32], kernel: (0..<288).map { Float($0) - 100 }),
      time: TimeBreakdown(
        columns: ["rank 0", "rank 1"], parts: [.init(name, [1, 2]), .init("none", [0, 0])], source: name),
      reproduction: Reproduction(command: "lockstep train --model '\(name)'", conditions: [name]),
      tables: [FactTable("Data", [Fact(name, name)])], remarks: [name], version: "0.0.0")
  }
}
