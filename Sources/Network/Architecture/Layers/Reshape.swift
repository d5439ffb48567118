/// Keras' `Reshape`: the same numbers in the same order, row, column and channel, under another shape.
package struct Reshape: LayerDescription {
  /// The shape of one image's output; one axis may be −1, which is what is left for it.
  package let target: [Int]

  /// A layer with the given shape; an ``Architecture`` checks it.
  package init(target: [Int]) {
    self.target = target
  }

  init(fields: inout LayerFields) throws(ArchitectureError) {
    let value = fields.take("target_shape")
    let axes = value?.elements?.compactMap(\.wholeNumber) ?? []
    guard let value, axes.count == value.elements?.count, 1...3 ~= axes.count else {
      throw .unsupported("target_shape", value, "one to three whole numbers: [units] or [rows,columns,channels]")
    }
    target = axes
  }

  var layerClass: LayerClass { .reshape }

  func outputShape(for input: [Int]) throws(ArchitectureError) -> [Int] {
    let count = try ElementCount.of(input, field: "input shape")
    let known = target.filter { $0 != -1 }
    guard known.allSatisfy({ 1...ElementCount.limit ~= $0 }), target.count - known.count <= 1 else {
      throw ArchitectureError(
        field: "target_shape", found: "\(target)", supported: "numbers from 1, and -1 for at most one axis")
    }
    let product = try ElementCount.of(known, field: "target_shape")
    let output = target.map { $0 == -1 ? count / product : $0 }
    guard output.reduce(1, *) == count else {
      throw ArchitectureError(
        field: "target_shape", found: "\(target) for an input of shape \(input)",
        supported: "as many numbers as the input has, \(count)")
    }
    return output
  }

  func outputArithmetic(for input: [Int]) -> [String] { ["the same \(input.reduce(1, *)) numbers in another shape"] }

  var kerasFields: [String: JSONValue] { ["target_shape": .array(target.map(JSONValue.integer))] }
}
