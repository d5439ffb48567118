import KernelInterface
import Network

/// What must be known of all parameters together before a step changes them: the norm that clips, and the penalty.
struct GradientMeasures: Sendable {
  private let norm: GradientNorm?
  private let weightPenalty: WeightPenalty?

  init(_ settings: OptimizerSettings, _ network: Network, _ memory: TrainingMemory) {
    norm = settings.clipNorm.map {
      GradientNorm(limit: $0, network.layout, sums: memory.normSums, kernels: network.kernels)
    }
    weightPenalty = WeightPenalty(network.layout, sums: memory.penaltySums, kernels: network.kernels)
  }

  /// Whether there is anything to measure.
  var isNeeded: Bool { norm != nil || weightPenalty != nil }

  /// Measures the floats of `range`, which begins with a block.
  ///
  /// - Parameter gradientSum: of the floats of `range`.
  func measure(parameters: FloatView, gradientSum: FloatView, images: Int, range: Range<Int>) {
    norm?.measure(parameters: parameters, gradientSum: gradientSum, images: images, range: range)
    weightPenalty?.measure(parameters: parameters, range: range)
  }

  /// What to multiply the gradient by, after all of it was measured.
  var clipping: Double { norm?.clipping ?? 1 }

  /// The penalty of the weights that were measured.
  var penalty: Double { weightPenalty?.value ?? 0 }
}
