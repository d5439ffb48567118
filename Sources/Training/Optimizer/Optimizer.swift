package import Checkpoints
package import KernelInterface
package import Network

/// What changes the parameters after each step, stretch by stretch, and what it keeps for that from step to step.
package final class Optimizer: Sendable {
  package let settings: OptimizerSettings
  /// Running means and the like, laid out as the parameters: one for each of ``OptimizerSettings/slotKinds``.
  package let slots: [FloatBuffer]
  private let stretches: [ParameterStretch]
  private let kernels: any KernelSet.Type

  /// - Parameter slots: zeros, each as long as the layout.
  package init(
    _ settings: OptimizerSettings, layout: ParameterLayout, slots: [FloatBuffer], kernels: any KernelSet.Type
  ) {
    precondition(slots.count == settings.slotKinds.count)
    self.settings = settings
    self.slots = slots
    self.kernels = kernels
    stretches = ParameterStretch.all(of: layout, settings)
  }

  /// Takes a step on the floats of `range`, whole vectors of lanes.
  ///
  /// - Parameters:
  ///   - parameters: all of them.
  ///   - gradientSum: of the floats of `range`, the gradient summed over the images of the batch.
  package func take(_ step: OptimizerStep, parameters: FloatView, gradientSum: FloatView, range: Range<Int>) {
    for stretch in stretches where stretch.range.overlaps(range) {
      let part = stretch.range.clamped(to: range)
      let view = parameters.slice(at: part.lowerBound, count: part.count)
      let sum = gradientSum.slice(at: part.lowerBound - range.lowerBound, count: part.count)
      switch stretch.treatment {
      case .trained(let penalty, let decay):
        let scale = step.clipping / Double(step.images)
        let gradient = PenalizedGradient(
          parameters: view, sum: sum, scale: Float(scale), penalty: Float(2 * penalty.l2 * step.clipping),
          signPenalty: Float(penalty.l1 * step.clipping))
        update(gradient, step, decay: Float(decay * step.learningRate), at: part.lowerBound)
        // The first step's weights are where the average begins.
        average(view, keeping: step.number == 1 ? 0 : settings.emaMomentum ?? 0, at: part.lowerBound)
      case .movingStatistic(let momentum):
        // Each leaf has already weighted its statistics with the momenta of the leaves that are folded after it.
        let rest = ElementaryFunctions.power(momentum, step.leaves)
        kernels.blend(sum, share: 1, into: view, keeping: Float(rest))
        average(view, keeping: 0, at: part.lowerBound)
      case .frozen: average(view, keeping: 0, at: part.lowerBound)
      }
    }
  }

  /// The running average of the weights; nil without.
  package var averages: FloatBuffer? { settings.emaMomentum == nil ? nil : slots.last }

  /// Takes some new weights into their average, if there is one.
  private func average(_ weights: FloatView, keeping rest: Double, at offset: Int) {
    guard let averages else { return }
    kernels.blend(
      weights, share: Float(1 - rest), into: averages.view(at: offset, count: weights.count), keeping: Float(rest))
  }

  /// - Parameters:
  ///   - decay: weight decay times learning rate.
  ///   - offset: where the parameters lie in the slots.
  private func update(_ gradient: PenalizedGradient, _ step: OptimizerStep, decay: Float, at offset: Int) {
    func slot(_ number: Int) -> FloatView { slots[number].view(at: offset, count: gradient.sum.count) }
    switch settings.rule {
    case .adam(let adam), .adamW(let adam):
      kernels.stepAdam(
        AdamStep(
          gradient: gradient, firstMoments: slot(0), secondMoments: slot(1),
          rate: Float(adam.rate(step.learningRate, step: step.number)), firstDecay: Float(1 - adam.beta1),
          secondDecay: Float(1 - adam.beta2), epsilon: Float(adam.epsilon), weightDecay: decay))
    case .sgd(let sgd):
      kernels.stepSGD(
        SGDStep(
          gradient: gradient, velocities: sgd.momentum == 0 ? nil : slot(0), rate: Float(step.learningRate),
          momentum: Float(sgd.momentum), isNesterov: sgd.nesterov, weightDecay: decay))
    case .rmsprop(let rmsprop):
      kernels.stepRMSprop(
        RMSpropStep(
          gradient: gradient, squares: slot(0), means: rmsprop.centered ? slot(1) : nil,
          velocities: rmsprop.momentum == 0 ? nil : slot(rmsprop.centered ? 2 : 1), rate: Float(step.learningRate),
          rho: rmsprop.rho, momentum: Float(rmsprop.momentum), epsilon: Float(rmsprop.epsilon), weightDecay: decay))
    }
  }
}

extension OptimizerSettings {
  /// What an optimiser keeps of each parameter; an average comes last.
  package var slotKinds: [OptimizerSlot.Kind] {
    let own: [OptimizerSlot.Kind] =
      switch rule {
      case .adam, .adamW: [.adamFirstMoment, .adamSecondMoment]
      case .sgd(let sgd): sgd.momentum == 0 ? [] : [.momentum]
      case .rmsprop(let rmsprop):
        [.rmspropSquares] + (rmsprop.centered ? [.rmspropMeans] : [])
          + (rmsprop.momentum == 0 ? [] : [.rmspropMomentum])
      }
    return own + (emaMomentum == nil ? [] : [.average])
  }
}

extension AdamSettings {
  /// The bias-corrected learning rate of step `t`, counted from 1.
  ///
  /// - Formula: learning rate · √(1 − β2ᵗ) / (1 − β1ᵗ), in double precision.
  func rate(_ learningRate: Double, step t: Int) -> Double {
    learningRate * (1 - ElementaryFunctions.power(beta2, t)).squareRoot() / (1 - ElementaryFunctions.power(beta1, t))
  }
}
