import Benchmarks
import Collectives

/// Made runs on a machine of two cores.
enum SampleReport {
  static let processors = Processors(count: 2, cores: 2, isWholeMachine: true)

  /// Strong scaling over 1, 2 and 3 ranks and weak scaling over 1 and 2, three runs of each.
  static let full = report([
    series(.strong, ranks: 1, [1000, 900, 1100]), series(.strong, ranks: 2, [1900, 1800, 2068], exchange: 0.04),
    series(.strong, ranks: 3, [1500, 1400, 1600], exchange: 0.5),
    series(.weak, ranks: 1, [1000, 1000, 1000]), series(.weak, ranks: 2, [1960, 1980, 1990]),
  ])

  static func report(_ series: [ScalingSeries], model: String = "lab-001", commit: String? = "1a2b3c4") -> ScalingReport
  {
    ScalingReport(
      setting: BenchmarkSetting(
        time: "2026-01-31T12:00:00Z", processor: "A Processor, 2 GHz", processors: processors, loadAverage: 0.25,
        version: "1.2.3", commit: commit, programSHA256: String(repeating: "0123456789abcdef", count: 4)),
      job: ScalingReport.Job(
        model: model, epochs: 1, threads: 1, trainOptions: ["--reduction", "tree"], launcher: "mpirun (Open MPI) 4.1.4"),
      series: series)
  }

  /// Runs of these rates.
  static func series(
    _ mode: ScalingMode, ranks: Int, _ rates: [Double], exchange: Double? = nil, weights: String = "fedc"
  ) -> ScalingSeries {
    let placement = RankPlacement(ranks: ranks, threads: 1, processors: processors)
    let point = ScalingPoint(mode: mode, oneRankBatch: 64, oneRankShards: 16, oneRankEpochs: 1, placement: placement)
    return ScalingSeries(
      point,
      runs: rates.map {
        TrainingMeasurement(
          imagesPerSecond: $0, exchangeShare: exchange,
          learningRate: mode == .weak ? 0.001 * Double(ranks).squareRoot() : 0.001,
          weightsSHA256: weights, kernels: "avx2", trainingImages: 60_000)
      })
  }
}
