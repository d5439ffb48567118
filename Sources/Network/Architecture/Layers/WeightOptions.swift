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
  /// What a step must leave true of the kernel.
  var kernelConstraint: WeightConstraint?
  /// What a step must leave true of the bias.
  var biasConstraint: WeightConstraint?
  /// Whether training leaves kernel and bias as they are: Keras' `trainable` is false.
  var isFrozen = false

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
    kernelConstraint = try fields.constraint("kernel_constraint")
    biasConstraint = try fields.constraint("bias_constraint")
    isFrozen = try !fields.trainable()
  }

  /// - Parameter kernelDimensions: the number of the kernel's axes.
  func check(kernelDimensions: Int) throws(ArchitectureError) {
    try Requirement.notNegative("kernel_regularizer", kernelL2)
    try Requirement.notNegative("bias_regularizer", biasL2)
    try kernelConstraint?.check("kernel_constraint", dimensions: kernelDimensions)
    try biasConstraint?.check("bias_constraint", dimensions: 1)
  }

  /// The tensors of a kernel of the given shape, whose last axis is the output's.
  func tensors(kernel shape: [Int]) -> [TensorDescription] {
    let kernel = TensorDescription(
      name: "kernel", shape: shape, initializer: .glorotUniform(seed: seed), role: role(l2: kernelL2),
      constraint: kernelConstraint)
    guard usesBias else { return [kernel] }
    return [
      kernel,
      TensorDescription(
        name: "bias", shape: [shape.last ?? 0], initializer: .zeros, role: role(l2: biasL2),
        constraint: biasConstraint),
    ]
  }

  private func role(l2: Double) -> TensorRole { isFrozen ? .frozen : .trained(l2: l2) }

  var kerasFields: [String: JSONValue] {
    var fields: [String: JSONValue] = usesBias ? [:] : ["use_bias": false]
    fields["kernel_initializer"] = seed.map(LayerFields.glorotUniform)
    fields["kernel_regularizer"] = LayerFields.regularizer(l2: kernelL2)
    fields["bias_regularizer"] = LayerFields.regularizer(l2: biasL2)
    fields["kernel_constraint"] = LayerFields.json(kernelConstraint)
    fields["bias_constraint"] = LayerFields.json(biasConstraint)
    if isFrozen { fields["trainable"] = false }
    return fields
  }
}
