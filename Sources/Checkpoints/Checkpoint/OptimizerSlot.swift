/// What training keeps of every trained weight besides its value, under the weights' names and in model order.
package struct OptimizerSlot: Equatable, Sendable {
  /// Whose it is; the raw value is how the names of its tensors begin in a file, which they share with the weights.
  package enum Kind: String, CaseIterable, Sendable {
    /// Adam's running average of the gradient.
    case adamFirstMoment = "adam.m."
    /// Adam's running average of the squared gradient.
    case adamSecondMoment = "adam.v."
    /// The velocity of gradient descent with momentum.
    case momentum = "sgd.momentum."
    /// RMSprop's running average of the squared gradient.
    case rmspropSquares = "rmsprop.velocity."
    /// RMSprop's running average of the gradient.
    case rmspropMeans = "rmsprop.average_gradient."
    /// RMSprop's running sum of its steps.
    case rmspropMomentum = "rmsprop.momentum."
    /// A running average of the weight itself, which a model takes in its place.
    case average = "ema."
  }

  package let kind: Kind
  package let tensors: [Tensor]

  package init(_ kind: Kind, _ tensors: [Tensor]) {
    self.kind = kind
    self.tensors = tensors
  }
}
