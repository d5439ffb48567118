/// One tensor as the header of a safetensors file describes it.
package struct TensorEntry: Equatable, Sendable {
  /// The tensor's name.
  package let name: String
  /// The type of its elements.
  package let elementType: ElementType
  /// The length of each dimension, outermost first.
  package let shape: [Int]
  /// Where its bytes are in the file's data region.
  package let bytes: Range<Int>

  /// The number of elements, which fits an `Int`: the header was checked.
  package var elementCount: Int { shape.reduce(1, *) }
}
