import Benchmarks
import CounterRandom
import KernelInterface
import Network
import Training

/// Trains a model on one thread, and measures where the time of its steps goes: everything but the exchange with others.
struct ModelBenchmark {
  private let name: String
  private let imagesPerLeaf: Int
  private let convolution: ConvolutionAlgorithm
  private let images: BenchmarkImages
  private let network: Network
  private let parameters: FloatBuffer
  private let optimizer: Optimizer
  private let gradient: FloatBuffer
  private let workspace: Workspace
  private let ledger: TimeLedger
  private let draw = RandomDraw(generator: Philox(seed: 1), epoch: 0)
  private var step = 0

  /// - Parameter imagesPerStep: all in one pass.
  init(
    _ architecture: Architecture, of model: NamedModel, kernels: any KernelSet.Type, convolution: ConvolutionAlgorithm,
    images: BenchmarkImages, imagesPerStep: Int
  ) {
    name = model.name
    imagesPerLeaf = min(model.recipe.fewestImagesInLeaf, imagesPerStep)
    self.convolution = convolution
    self.images = images
    network = Network(
      architecture, kernels: kernels, capacity: imagesPerStep, convolution: convolution,
      pixelRange: architecture.expectedPixelRange)
    parameters = network.initialParameters(seed: 1)
    let count = network.layout.floatCount
    optimizer = Optimizer(
      OptimizerSettings(), layout: network.layout, slots: (0..<2).map { _ in FloatBuffer(count: count) },
      kernels: kernels)
    gradient = FloatBuffer(count: count)
    ledger = TimeLedger(stages: network.stageNames.count, clock: .processor)
    workspace = network.makeWorkspace(ledger: ledger)
  }

  /// Takes the warm-up steps, then measures `repeats` times as many steps as a repeat needs.
  mutating func measure(warmUpSteps: Int, repeats: Int) -> ModelMeasurement {
    network.prepare(workspace, for: parameters)
    for _ in 0..<warmUpSteps { takeStep() }
    let steps = stepsPerRepeat()
    var charges: [[TimeAccount: Double]] = []
    var densities: [[StageDensity]] = []
    for _ in 0..<repeats {
      ledger.clear()
      for _ in 0..<steps { takeStep() }
      let accounts = ledger.accounts.map { ($0, ledger.seconds($0) / Double(steps * network.capacity)) }
      charges.append(Dictionary(uniqueKeysWithValues: accounts))
      densities.append(network.stageNames.indices.map { network.density(stage: $0, workspace) })
    }
    return measurement(charges, densities, warmUpSteps: warmUpSteps)
  }

  /// The number of steps that take long enough to be measured.
  private mutating func stepsPerRepeat() -> Int {
    var steps = 1
    while true {
      let start = ThreadClock.processor.now
      for _ in 0..<steps { takeStep() }
      if ThreadClock.processor.now - start >= Repetition.least * 2 { return steps }
      steps *= 2
    }
  }

  private mutating func takeStep() {
    workspace.clear()
    let size = images.pixelsPerImage
    for place in 0..<network.capacity {
      let number = (step * network.capacity + place) % images.count
      workspace.load(
        pixels: images.pixels.span.extracting(number * size..<(number + 1) * size), label: images.labels[number],
        number: number)
      if (place + 1).isMultiple(of: imagesPerLeaf) || place + 1 == network.capacity { workspace.endLeaf() }
    }
    ledger.book(.data)
    network.backward(workspace, draw: draw, into: gradient.view, accumulates: false) { _, _ in }
    step += 1
    optimizer.take(
      OptimizerStep(number: step, images: network.capacity, leaves: 1, learningRate: optimizer.settings.learningRate),
      parameters: parameters.view, gradientSum: gradient.view, range: 0..<parameters.count)
    ledger.book(.optimizer)
    network.prepare(workspace, for: parameters)
    ledger.book(.preparation)
  }

  private func measurement(
    _ charges: [[TimeAccount: Double]], _ densities: [[StageDensity]], warmUpSteps: Int
  ) -> ModelMeasurement {
    func spread(_ account: TimeAccount) -> Spread? { Spread(charges.map { $0[account] ?? 0 }) }
    let stages = network.plan.stages.enumerated().map { number, stage in
      let density = StageDensity(
        gradients: Spread(densities.map { $0[number].gradients })?.median ?? 0,
        windows: Spread(densities.map { $0[number].windows })?.median ?? 1)
      let passes = stage.plan.passes.map(\.plan)
      return ModelMeasurement.Stage(
        layers: stage.layers, methods: passes.map(\.method), gradientDensity: density.gradients,
        windowDensity: density.windows,
        forward: Work(seconds: spread(.forward(stage: number)), passes.prefix(1), density: density),
        backward: Work(seconds: spread(.backward(stage: number)), passes.dropFirst(), density: density))
    }
    let parts: [(String, TimeAccount)] = [
      ("loading images", .data), ("loss", .loss), ("Adam", .optimizer), ("preparing weights", .preparation),
    ]
    return ModelMeasurement(
      model: name, convolution: convolution.rawValue, data: images.title, warmUpSteps: warmUpSteps,
      images: network.capacity, imagesPerLeaf: imagesPerLeaf, stages: stages,
      otherParts: parts.map { .init(name: $0, seconds: spread($1)) },
      total: Spread(charges.map { $0.values.reduce(0, +) }))
  }
}

extension Work {
  /// The work of some passes over an image.
  fileprivate init(seconds: Spread?, _ passes: some Sequence<KernelPlan>, density: StageDensity) {
    self.init(
      seconds: seconds, flops: 2 * passes.reduce(0) { $0 + $1.multiplyAdds(at: density) },
      denseFlops: 2 * passes.reduce(0) { $0 + Double($1.denseMultiplyAdds) })
  }
}
