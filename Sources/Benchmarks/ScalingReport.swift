import Encodings
import Foundation

/// The result of `bench scale`: how the speed of training grows with the number of ranks.
package struct ScalingReport: Sendable {
  /// What every run has in common.
  package struct Job: Sendable, Equatable, Encodable {
    package let model: String
    /// The epochs of a run; with weak scaling that of one rank.
    package let epochs: Int
    /// The threads of each rank.
    package let threads: Int
    /// More options of `train` for all runs.
    package let trainOptions: [String]
    /// What starts the ranks: its own name and version.
    package let launcher: String

    package init(model: String, epochs: Int, threads: Int, trainOptions: [String] = [], launcher: String) {
      self.model = model
      self.epochs = epochs
      self.threads = threads
      self.trainOptions = trainOptions
      self.launcher = launcher
    }
  }

  package let setting: BenchmarkSetting
  package let job: Job
  /// In the order in which the user named them.
  package let series: [ScalingSeries]

  package init(setting: BenchmarkSetting, job: Job, series: [ScalingSeries]) {
    self.setting = setting
    self.job = job
    self.series = series
  }

  /// What each series comes to, in their order.
  package var results: [ScalingResult] {
    series.map { series in
      ScalingResult(
        series, base: self.series.first { $0.point.mode == series.point.mode && $0.point.ranks == 1 })
    }
  }

  /// The name of the kernel set that computed; nil without a run.
  package var kernels: String? { series.lazy.flatMap(\.runs).first?.kernels }

  /// The number of images of an epoch; nil without a run.
  package var trainingImages: Int? { series.lazy.flatMap(\.runs).first?.trainingImages }

  /// The digests of the weights that runs of strong scaling ended with: one, if ranks do not matter.
  package var strongWeights: Set<String> {
    Set(series.filter { $0.point.mode == .strong }.flatMap { $0.runs.map(\.weightsSHA256) })
  }

  /// The report as a JSON object, without a final newline.
  package func json() throws -> String {
    try JSONText.text(self, .indented, keys: .convertToSnakeCase)
  }
}

extension ScalingReport: Encodable {
  private enum CodingKeys: CodingKey {
    case benchmark, schema, setting, job, kernels, trainingImages, strongWeights, points
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode("scale", forKey: .benchmark)
    try container.encode(1, forKey: .schema)
    try container.encode(setting, forKey: .setting)
    try container.encode(job, forKey: .job)
    try container.encodeIfPresent(kernels, forKey: .kernels)
    try container.encodeIfPresent(trainingImages, forKey: .trainingImages)
    try container.encode(strongWeights.sorted(), forKey: .strongWeights)
    try container.encode(results, forKey: .points)
  }
}
