import Checkpoints
import Foundation
import Network
import Reports
import RunRecords
import Training

extension ReportContent {
  /// The report of a run from its files.
  ///
  /// - Parameters:
  ///   - saved: the content of the run's model file; nil without one.
  ///   - test: what the test images show.
  ///   - remarks: what is missing besides what the run says.
  /// - Throws: `ArchitectureError` for a model file whose architecture is none.
  init(_ run: StoredRun, _ saved: SavedModel?, _ test: TestFigures?, remarks: [String]) throws {
    let figures = try RunFigures(run)
    let architecture = try saved?.run.map { try Architecture.decode(Data($0.architecture.utf8)) }
    self.init(
      run: figures, test: test, layers: architecture?.layers.map(LayerFacts.init) ?? [],
      filters: saved.flatMap { FilterBank($0.weights) }, time: TimeBreakdown(run.profiles) ?? TimeBreakdown(figures),
      reproduction: ReproductionCommand(run.description).reproduction, tables: [run.description.dataTable],
      remarks: run.remarks + remarks + [Self.disagreement(run.end, test)].compactMap(\.self),
      version: Program.version)
  }

  /// What there is to say where the model does not do on the test images what the run has recorded.
  private static func disagreement(_ end: ResultFigures?, _ test: TestFigures?) -> String? {
    guard let end, let test, end.test.accuracy != test.classes.accuracy else { return nil }
    return "The run has recorded a test accuracy of \(end.test.accuracy), but its model file has one of "
      + "\(test.classes.accuracy) here: other kernels, or another file."
  }
}

extension RunDescription {
  fileprivate var dataTable: FactTable {
    let digests = dataSHA256.split(separator: "+", maxSplits: 1).map(String.init)
    let facts = [
      Fact("data", dataTitle), Fact("images to train", "\(trainingImages)"),
      Fact("images to validate", configuration.validationData == .test ? "the test images" : "\(validationImages)"),
      Fact("images to test", "\(testImages)"), Fact("steps per epoch", "\(stepsPerEpoch)"),
    ]
    return FactTable("Data", facts + zip(["training part, sha256", "test part, sha256"], digests).map { Fact($0, $1) })
  }
}

extension LayerFacts {
  fileprivate init(_ layer: Layer) {
    self.init(
      name: layer.name, type: layer.className, outputShape: layer.outputShape, parameters: layer.parameterCount)
  }
}

extension FilterBank {
  /// Those of the first layer with a kernel; nil unless it is a convolution of one channel.
  fileprivate init?(_ weights: [Tensor]) {
    let suffix = ".kernel"
    guard let kernel = weights.first(where: { $0.name.hasSuffix(suffix) }) else { return nil }
    self.init(layer: String(kernel.name.dropLast(suffix.count)), shape: kernel.shape, kernel: kernel.values)
  }
}

extension TimeBreakdown {
  /// The profiles of a run; nil without any, or where ranks tell of different parts.
  fileprivate init?(_ profiles: [RankProfile]) {
    guard let parts = profiles.first?.parts, profiles.allSatisfy({ $0.parts.map(\.name) == parts.map(\.name) }) else {
      return nil
    }
    self.init(
      columns: profiles.indices.map { "rank \($0)" },
      parts: parts.indices.map { part in Part(parts[part].name, profiles.map { $0.parts[part].seconds }) },
      source: "Seconds of each rank's first thread, from the profile of the run.")
  }
}
