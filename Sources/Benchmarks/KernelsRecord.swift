/// A ``KernelsReport`` as JSON has it: with the rates that follow from times.
struct KernelsRecord: Encodable {
  struct Model: Encodable {
    let model: String
    let convolution: String
    let data: String
    let warmUpSteps: Int
    let images: Int
    let imagesPerLeaf: Int
    let stages: [Stage]
    let otherParts: [Part]
    let whole: Rates
  }

  struct Stage: Encodable {
    let layers: String
    let methods: [String]
    let gradientDensity: Double
    let windowDensity: Double
    let forward: Rates
    let backward: Rates
  }

  struct Part: Encodable {
    let name: String
    let secondsPerImage: Spread?
  }

  struct Kernel: Encodable {
    let name: String
    let size: String
    let call: Rates
  }

  struct Rates: Encodable {
    let seconds: Spread?
    let flops: Double
    let denseFlops: Double
    let gigaflops: Double?
    let denseGigaflops: Double?
    let shareOfPeak: Double?
    let gigabytesPerSecond: Double?

    init(_ work: Work, peak: Work) {
      seconds = work.seconds
      flops = work.flops
      denseFlops = work.denseFlops
      gigaflops = work.gigaflops
      denseGigaflops = work.denseGigaflops
      shareOfPeak = peak.gigaflops.flatMap { work.share(ofPeak: $0) }
      gigabytesPerSecond = work.gigabytesPerSecond
    }
  }

  let benchmark = "kernels"
  let schema = 1
  let clock = "thread_cpu"
  let setting: BenchmarkSetting
  let kernels: String
  let repeats: Int
  let peak: Rates
  let model: Model
  let products: [Kernel]
  let memory: [Kernel]

  init(_ report: KernelsReport) {
    func kernel(_ measurement: KernelMeasurement) -> Kernel {
      Kernel(name: measurement.name, size: measurement.size, call: Rates(measurement.work, peak: report.peak))
    }
    setting = report.setting
    kernels = report.kernels
    repeats = report.repeats
    peak = Rates(report.peak, peak: report.peak)
    model = Self.model(report.model, peak: report.peak)
    products = report.products.map(kernel)
    memory = report.memory.map(kernel)
  }

  private static func model(_ model: ModelMeasurement, peak: Work) -> Model {
    Model(
      model: model.model, convolution: model.convolution, data: model.data, warmUpSteps: model.warmUpSteps,
      images: model.images, imagesPerLeaf: model.imagesPerLeaf,
      stages: model.stages.map {
        Stage(
          layers: $0.layers, methods: $0.methods, gradientDensity: $0.gradientDensity, windowDensity: $0.windowDensity,
          forward: Rates($0.forward, peak: peak), backward: Rates($0.backward, peak: peak))
      },
      otherParts: model.otherParts.map { Part(name: $0.name, secondsPerImage: $0.seconds) },
      whole: Rates(model.whole, peak: peak))
  }
}
