/// The options of a kernel and its bias, which convolutions and dense layers have in common.
struct WeightOptions: Equatable, Sendable {
  /// Whether a bias is added.
  let usesBias: Bool
  private let kernel: TensorOptions
  private let bias: TensorOptions

  init(usesBias: Bool, kernelL2: Double, biasL2: Double, seed: UInt64?) {
    self.usesBias = usesBias
    kernel = TensorOptions(
      "kernel", standard: .glorotUniform(), initializer: .glorotUniform(seed: seed), penalty: Penalty(l2: kernelL2))
    bias = TensorOptions("bias", standard: .zeros, penalty: Penalty(l2: biasL2))
  }

  init(fields: inout LayerFields) throws(ArchitectureError) {
    usesBias = try fields.boolean("use_bias", default: true)
    kernel = try TensorOptions("kernel", standard: .glorotUniform(), fields: &fields)
    bias = try TensorOptions("bias", standard: .zeros, fields: &fields)
    try fields.noActivityPenalty()
  }

  func check() throws(ArchitectureError) {
    try kernel.check()
    try bias.check()
  }

  /// The tensors of a kernel of the given shape, whose last axis is the output's.
  func tensors(kernel shape: [Int]) -> [TensorDescription] {
    let kernel = kernel.tensor(shape)
    return usesBias ? [kernel, bias.tensor([shape.last ?? 0])] : [kernel]
  }

  var kerasFields: [String: JSONValue] {
    let fields = kernel.kerasFields.merging(bias.kerasFields) { own, _ in own }
    return usesBias ? fields : fields.merging(["use_bias": false]) { own, _ in own }
  }
}
