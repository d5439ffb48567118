import KernelInterface
import Network

/// The first number in which two vectors of parameters differ by their bits.
package struct VectorDifference: Equatable, Sendable, CustomStringConvertible {
  /// The tensor's name, with that of the optimiser's slot in front where it is one of these.
  package let tensor: String
  /// The indices in Keras' shape.
  package let indices: [Int]
  /// The two numbers, in the order of the vectors.
  package let values: [Float]

  /// "element [3, 0, 2, 7] of conv2d.kernel".
  package var description: String { "element \(indices) of \(tensor)" }

  /// The numbers with what tells them apart, if their text does not.
  package func text(_ number: Int) -> String {
    let texts = values.map { "\($0)" }
    guard texts[0] == texts[1] else { return texts[number] }
    return "\(texts[number]) (bits 0x\(String(values[number].bitPattern, radix: 16)))"
  }
}

extension ParameterLayout {
  /// The first difference in model order; nil where all bits of all elements are the same.
  func firstDifference(_ left: FloatView, _ right: FloatView, prefix: String = "") -> VectorDifference? {
    for tensor in tensors {
      let pairs = zip(tensor.elements(of: left), tensor.elements(of: right))
      for (element, pair) in pairs.enumerated() where pair.0.bitPattern != pair.1.bitPattern {
        return VectorDifference(
          tensor: prefix + tensor.name, indices: tensor.indices(ofElement: element), values: [pair.0, pair.1])
      }
    }
    // What fills vectors of lanes up is no element of a tensor, but it should be the same zeros everywhere.
    for index in 0..<min(left.count, right.count) where left[index].bitPattern != right[index].bitPattern {
      return VectorDifference(
        tensor: prefix + "the padding between tensors", indices: [index], values: [left[index], right[index]])
    }
    return nil
  }
}

extension TensorPlacement {
  /// The indices of an element in Keras' shape, by its number in Keras' order.
  func indices(ofElement element: Int) -> [Int] {
    var (rest, indices) = (element, [Int]())
    for length in shape.reversed() {
      indices.insert(rest % max(length, 1), at: 0)
      rest /= max(length, 1)
    }
    return indices
  }
}
