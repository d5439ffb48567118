import Benchmarks

/// Made measurements of a model of two stages, on a core whose peak is 100 GFLOP/s.
enum SampleKernelsReport {
  static let setting = BenchmarkSetting(
    time: "2026-01-31T12:00:00Z", processor: "A Processor, 2 GHz", processors: SampleReport.processors,
    loadAverage: 0.25, version: "1.2.3", commit: "1a2b3c4",
    programSHA256: String(repeating: "0123456789abcdef", count: 4))

  static let full = KernelsReport(
    setting: setting, kernels: "avx2", repeats: 3, peak: work(microseconds: [40, 40, 50], flops: 4e6), model: model,
    products: [
      KernelMeasurement(
        name: "dense 4 to 16, forward", size: "2x16x4", work: work(microseconds: [2, 1, 1.5], flops: 75e3))
    ],
    memory: [
      KernelMeasurement(
        name: "add", size: "1000", work: Work(seconds: Spread([1e-6, 2e-6, 4e-6]), bytes: 12_000))
    ])

  private static let model = ModelMeasurement(
    model: "tiny", convolution: "auto", data: "12 random images", warmUpSteps: 5, images: 8, imagesPerLeaf: 4,
    stages: [
      .init(
        layers: "conv2d + max_pooling2d", methods: ["direct, fused", "pool-sparse", "pool-sparse"],
        gradientDensity: 0.25, windowDensity: 0.5,
        forward: work(microseconds: [10, 11, 9], flops: 900e3, dense: 1800e3),
        backward: work(microseconds: [20, 20, 20], flops: 400e3, dense: 4000e3)),
      .init(
        layers: "dropout", methods: ["draws masks", "applies them"], gradientDensity: 1, windowDensity: 1,
        forward: work(microseconds: [1, 1, 1]), backward: work(microseconds: [0.5, 0.25, 1])),
    ],
    otherParts: [.init(name: "loss", seconds: Spread([0.5e-6]))], total: Spread([40e-6, 32e-6, 33e-6]))

  private static func work(microseconds: [Double], flops: Double = 0, dense: Double? = nil) -> Work {
    Work(seconds: Spread(microseconds.map { 1e-6 * $0 }), flops: flops, denseFlops: dense)
  }
}
