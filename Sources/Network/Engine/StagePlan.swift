/// What a stage computes, and how: for people who read it, and for those who measure the stage.
package struct StagePlan: Sendable, Equatable {
  package let forward: PassPlan
  /// Nil in a stage without parameters.
  package let weightGradient: PassPlan?
  /// Nil where nobody wants it: in the first stage of a network.
  package private(set) var inputGradient: PassPlan?
  /// What a user may not expect: what is left out, and what is computed beyond the layer's own numbers.
  package let notes: [String]

  init(forward: PassPlan, weightGradient: PassPlan?, inputGradient: PassPlan, notes: [String]) {
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
  package var passes: [(name: String, plan: PassPlan)] {
    [("forward", forward), ("weight gradient", weightGradient), ("input gradient", inputGradient)]
      .compactMap { name, plan in plan.map { (name, $0) } }
  }
}

/// How one of a stage's passes is computed.
package struct PassPlan: Sendable, Equatable {
  /// What kind of kernel computes a pass.
  package enum Path: String, Sendable, Codable {
    /// One made for such shapes: it leaves out products, or the storing of what nobody reads.
    case fast
    /// The one for any shape, which computes every product of the layer's formula.
    case general
    /// One without multiply-adds, as fast as memory.
    case memory
  }

  package let path: Path
  /// The algorithm, in words.
  package let method: String
  /// Multiply-adds that the layers' own formula has for an image, nothing left out.
  package let denseMultiplyAdds: Int
  /// Multiply-adds of the kernel for an image; padded channels count, additions alone do not.
  package let multiplyAdds: Int
  /// Whether only gradients that are not zero are multiplied: ``multiplyAdds`` are those of gradients without a zero.
  package let isSparse: Bool

  init(_ path: Path, _ method: String, dense: Int, computed: Int, isSparse: Bool = false) {
    self.path = path
    self.method = method
    denseMultiplyAdds = dense
    multiplyAdds = computed
    self.isSparse = isSparse
  }

  /// A pass without multiply-adds.
  static func memory(_ method: String) -> PassPlan { PassPlan(.memory, method, dense: 0, computed: 0) }

  /// Multiply-adds for an image where this share of the gradients is not zero.
  package func multiplyAdds(density: Double) -> Double { Double(multiplyAdds) * (isSparse ? density : 1) }
}

extension ActivationShape {
  /// A note on channels that are computed only to fill vectors; nil without such.
  var paddingNote: String? {
    pitch == channels ? nil : "\(channels) channels are computed as \(pitch), in whole vectors"
  }
}
