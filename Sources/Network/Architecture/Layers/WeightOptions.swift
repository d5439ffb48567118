/// The options of a kernel and its bias, which convolutions and dense layers have in common.
struct WeightOptions: Equatable, Sendable {
  /// Whether a bias is added.
  let usesBias: Bool
  /// Keras' regularisation factor of the kernel: the penalty is l2 · Σ w².
  let kernelL2: Double
  /// Keras' regularisation factor of the bias.
  let biasL2: Double
  /// The kernel's own seed; nil draws from the run's.
  let seed: UInt64?

  init(usesBias: Bool, kernelL2: Double, biasL2: Double, seed: UInt64?) {
    self.usesBias = usesBias
    self.kernelL2 = kernelL2
    self.biasL2 = biasL2
    self.seed = seed
  }

  init(fields: inout LayerFields) throws(ArchitectureError) {
    usesBias = try fields.boolean("use_bias", default: true)
    seed = try fields.glorotUniform("kernel_initializer")
    try fields.zeros("bias_initializer")
    kernelL2 = try fields.l2("kernel_regularizer")
    biasL2 = try fields.l2("bias_regularizer")
  }

  func check() throws(ArchitectureError) {
    try Requirement.notNegative("kernel_regularizer", kernelL2)
    try Requirement.notNegative("bias_regularizer", biasL2)
  }

  /// The tensors of a kernel of the given shape, whose last axis is the output's.
  func tensors(kernel shape: [Int]) -> [TensorDescription] {
    let kernel = TensorDescription(
      name: "kernel", shape: shape, initializer: .glorotUniform(seed: seed), role: .trained(l2: kernelL2))
    guard usesBias else { return [kernel] }
    return [
      kernel,
      TensorDescription(name: "bias", shape: [shape.last ?? 0], initializer: .zeros, role: .trained(l2: biasL2)),
    ]
  }

  var kerasFields: [String: JSONValue] {
    var fields: [String: JSONValue] = usesBias ? [:] : ["use_bias": false]
    fields["kernel_initializer"] = seed.map(LayerFields.glorotUniform)
    fields["kernel_regularizer"] = LayerFields.regularizer(l2: kernelL2)
    fields["bias_regularizer"] = LayerFields.regularizer(l2: biasL2)
    return fields
  }
}
