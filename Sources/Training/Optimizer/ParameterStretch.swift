import Network

/// Adjoining parameters that a step treats alike.
struct ParameterStretch: Sendable, Equatable {
  /// How the parameters change.
  enum Treatment: Sendable, Equatable {
    /// By the optimiser: `decay` is the factor of weight decay.
    case trained(Penalty, decay: Double)
    /// By folding what the leaves contribute in the gradient's place.
    case movingStatistic(momentum: Double)
    /// Not at all.
    case frozen
  }

  /// Floats of the flat vector, whole vectors of lanes.
  let range: Range<Int>
  let treatment: Treatment

  /// The stretches that a layout has, in order; without gaps.
  static func all(of layout: ParameterLayout, _ settings: OptimizerSettings) -> [ParameterStretch] {
    layout.tensors.reduce(into: []) { stretches, tensor in
      let treatment = Treatment(tensor, settings)
      let range = tensor.offset..<tensor.offset + tensor.count
      if let last = stretches.last, last.treatment == treatment {
        stretches[stretches.count - 1] = ParameterStretch(
          range: last.range.lowerBound..<range.upperBound, treatment: treatment)
      } else {
        stretches.append(ParameterStretch(range: range, treatment: treatment))
      }
    }
  }
}

extension ParameterStretch.Treatment {
  fileprivate init(_ tensor: TensorPlacement, _ settings: OptimizerSettings) {
    switch tensor.role {
    case .movingStatistic(let momentum): self = .movingStatistic(momentum: momentum)
    case .frozen: self = .frozen
    case .trained(let penalty, _):
      let name = tensor.name.split(separator: ".").last.map(String.init) ?? ""
      self = .trained(penalty, decay: settings.excludedFromWeightDecay.contains(name) ? 0 : settings.weightDecay)
    }
  }
}
