/// What a stage computes, and how: for people who read it, and for those who measure the stage.
package struct StagePlan: Sendable, Equatable {
  package let forward: KernelPlan
  /// Nil in a stage without parameters.
  package let weightGradient: KernelPlan?
  /// Nil where nobody wants it: in the first stage of a network.
  package private(set) var inputGradient: KernelPlan?
  /// What a user may not expect: what is left out, and what is computed beyond the layer's own numbers.
  package let notes: [String]

  init(forward: KernelPlan, weightGradient: KernelPlan?, inputGradient: KernelPlan, notes: [String]) {
    self.forward = forward
    self.weightGradient = weightGradient
    self.inputGradient = inputGradient
    self.notes = notes
  }

  /// The plan of the same stage at the beginning of a network.
  var withoutInputGradient: StagePlan {
    var plan = self
    plan.inputGradient = nil
    return plan
  }

  /// The passes that the stage has, by name and in the order in which they run.
  package var passes: [(name: String, plan: KernelPlan)] {
    [("forward", forward), ("weight gradient", weightGradient), ("input gradient", inputGradient)]
      .compactMap { name, plan in plan.map { (name, $0) } }
  }
}

/// How one of a stage's passes is computed.
package struct KernelPlan: Sendable, Equatable {
  /// What kind of kernel computes a pass.
  package enum Path: String, Sendable, Codable {
    /// One made for such shapes: it leaves out products, or the storing of what nobody reads.
    case fast
    /// The one for any shape, which computes every product of the layer's formula.
    case general
    /// One without multiply-adds, as fast as memory.
    case memory
  }

  /// What a kernel finds out about an image, and leaves out.
  package enum Skipping: Sendable {
    case nothing
    /// Products with gradients that are zero.
    case zeroGradients
    /// Pooling windows that see nothing but zeros.
    case blankWindows
  }

  package let path: Path
  /// The algorithm, in words.
  package let method: String
  /// Multiply-adds that the layers' own formula has for an image, nothing left out.
  package let denseMultiplyAdds: Int
  /// Multiply-adds of the kernel for an image where there is nothing to skip; padded channels count, additions alone do not.
  package let multiplyAdds: Int
  package let skips: Skipping

  init(_ path: Path, _ method: String, dense: Int, computed: Int, skips: Skipping = .nothing) {
    self.path = path
    self.method = method
    denseMultiplyAdds = dense
    multiplyAdds = computed
    self.skips = skips
  }

  /// A pass without multiply-adds.
  static func memory(_ method: String) -> KernelPlan { KernelPlan(.memory, method, dense: 0, computed: 0) }

  /// Multiply-adds for an image of which so much is worth computing.
  package func multiplyAdds(at density: StageDensity) -> Double {
    switch skips {
    case .nothing: Double(multiplyAdds)
    case .zeroGradients: Double(multiplyAdds) * density.gradients
    case .blankWindows: Double(multiplyAdds) * density.windows
    }
  }
}

/// How much of a stage's work there was to do.
package struct StageDensity: Sendable, Equatable {
  /// The share of the output's gradients that are not zero, behind the stage's rectifier.
  package let gradients: Double
  /// The share of pooling windows that see anything; 1 where the stage does not ask.
  package let windows: Double

  package init(gradients: Double, windows: Double) {
    self.gradients = gradients
    self.windows = windows
  }
}

extension ActivationShape {
  /// A note on channels that are computed only to fill vectors; nil without such.
  var paddingNote: String? {
    pitch == channels ? nil : "\(channels) channels are computed as \(pitch), in whole vectors"
  }
}
