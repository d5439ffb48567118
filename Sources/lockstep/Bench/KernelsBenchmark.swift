import Benchmarks
import Collectives
import KernelInterface
import Network

/// What `bench kernels` measures: the peak of a core, a model's stages, and single kernels.
struct KernelsBenchmark: Sendable {
  let architecture: Architecture
  let model: NamedModel
  let kernels: any KernelSet.Type
  let convolution: ConvolutionAlgorithm
  let images: BenchmarkImages
  let imagesPerStep: Int
  let warmUpSteps: Int
  let repeats: Int

  /// Measures everything on the calling thread, which works as a worker of a training does.
  func report(_ setting: BenchmarkSetting) -> KernelsReport { WorkerTeam.asWorker { measured(setting) } }

  private func measured(_ setting: BenchmarkSetting) -> KernelsReport {
    let repetition = Repetition(repeats: repeats)
    var benchmark = ModelBenchmark(
      architecture, of: model, kernels: kernels, convolution: convolution, images: images,
      imagesPerStep: imagesPerStep)
    return KernelsReport(
      setting: setting, kernels: kernels.name, repeats: repeats, peak: peak(repetition),
      model: benchmark.measure(warmUpSteps: warmUpSteps, repeats: repeats),
      products: ProductBenchmark.all.map { $0.measurement(kernels, repetition) },
      memory: MemoryBenchmark.all.map { $0.measurement(kernels, repetition) })
  }

  private func peak(_ repetition: Repetition) -> Work {
    let target = FloatBuffer(count: Lanes.width)
    var multiplyAdds = 0
    let seconds = repetition.seconds {
      multiplyAdds = kernels.multiplyAddPeak(MultiplyAddPeak(rounds: 10_000, target: target.view))
    }
    return Work(seconds: seconds, flops: 2 * Double(multiplyAdds))
  }
}
