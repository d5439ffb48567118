/// Keras' `Rescaling`: input · scale + offset, the same for every number.
package struct Rescaling: LayerDescription {
  /// What every number is multiplied by.
  package let scale: Double
  /// What is added then.
  package let offset: Double

  /// A layer with the given numbers; an ``Architecture`` checks them.
  package init(scale: Double, offset: Double = 0) {
    self.scale = scale
    self.offset = offset
  }

  init(fields: inout LayerFields) throws(ArchitectureError) {
    scale = try fields.real("scale")
    offset = try fields.real("offset", default: 0)
  }

  var layerClass: LayerClass { .rescaling }

  func outputShape(for input: [Int]) throws(ArchitectureError) -> [Int] {
    try Requirement.finite("scale", scale)
    try Requirement.finite("offset", offset)
    return input
  }

  var kerasFields: [String: JSONValue] { ["scale": .number(scale), "offset": .number(offset)] }
}
