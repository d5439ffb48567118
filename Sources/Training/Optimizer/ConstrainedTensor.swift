import KernelInterface
import Network

/// A tensor that is brought back to its ``WeightConstraint`` after each step.
///
/// A norm takes a whole tensor, of which a worker updates only a part: so every worker does all of it on its own parameters,
/// after it has those of the others, in the same order, with the same result.
struct ConstrainedTensor: Sendable {
  private let constraint: WeightConstraint
  /// Where the elements lie in a vector of parameters, in Keras' order.
  private let places: [Int]
  /// For each element the number of the norm that it is part of; empty where there is no norm.
  private let normNumbers: [Int]
  /// Sums of squares, then factors: one for each norm, in double precision.
  private let norms: FloatBuffer
  private let normCount: Int

  /// The tensors of a layout that have a constraint and are trained.
  static func all(of layout: ParameterLayout) -> [ConstrainedTensor] {
    layout.tensors.compactMap { tensor in
      tensor.role.isTrained ? tensor.constraint.map { ConstrainedTensor(tensor, $0) } : nil
    }
  }

  private init(_ tensor: TensorPlacement, _ constraint: WeightConstraint) {
    self.constraint = constraint
    var places: [Int] = []
    places.reserveCapacity(tensor.elementCount)
    tensor.forEachElement { places.append($0) }
    self.places = places
    let dimensions = tensor.shape.count
    let summed = Set((constraint.axes ?? []).map { $0 < 0 ? $0 + dimensions : $0 })
    let kept = tensor.shape.indices.filter { !summed.contains($0) }
    normCount = constraint.axes == nil ? 0 : kept.reduce(1) { $0 * tensor.shape[$1] }
    norms = FloatBuffer(count: 2 * normCount)
    normNumbers =
      constraint.axes == nil ? [] : places.indices.map { Self.normNumber($0, kept: kept, shape: tensor.shape) }
  }

  /// The number of an element's norm: its indices along the axes that are kept, as one number.
  private static func normNumber(_ element: Int, kept: [Int], shape: [Int]) -> Int {
    kept.reduce(0) { number, axis in
      let behind = shape[(axis + 1)...].reduce(1, *)
      return number * shape[axis] + element / behind % shape[axis]
    }
  }

  /// Brings the tensor back to its constraint.
  func apply(to parameters: FloatView) {
    guard constraint.axes != nil else {
      for place in places where !(parameters[place] >= 0) { parameters[place] = parameters[place].isNaN ? .nan : 0 }
      return
    }
    for norm in 0..<normCount { norms[double: norm] = 0 }
    for (place, norm) in zip(places, normNumbers) {
      let weight = Double(parameters[place])
      norms[double: norm] += weight * weight
    }
    for norm in 0..<normCount { norms[double: norm] = factor(norm: norms[double: norm].squareRoot()) }
    for (place, norm) in zip(places, normNumbers) {
      parameters[place] = Float(Double(parameters[place]) * norms[double: norm])
    }
  }

  /// What a weight that is part of a norm is multiplied by.
  private func factor(norm: Double) -> Double {
    let desired =
      switch constraint {
      case .nonNegative: norm
      case .unitNorm: 1.0
      case .maximumNorm(let limit, _): min(norm, limit)
      case .normRange(let minimum, let maximum, let rate, _):
        rate * min(max(norm, minimum), maximum) + (1 - rate) * norm
      }
    return desired / (WeightConstraint.epsilon + norm)
  }
}
