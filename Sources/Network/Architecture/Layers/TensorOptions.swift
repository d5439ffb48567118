/// What the fields of one tensor say of it: `kernel_initializer`, `kernel_regularizer`, `kernel_constraint`.
struct TensorOptions: Equatable, Sendable {
  /// The tensor's name within the layer.
  let name: String
  /// How it starts where nothing is said.
  private let standard: Initializer
  let initializer: Initializer
  let penalty: Penalty
  let constraint: WeightConstraint?

  init(
    _ name: String, standard: Initializer, initializer: Initializer? = nil, penalty: Penalty = .none,
    constraint: WeightConstraint? = nil
  ) {
    (self.name, self.standard) = (name, standard)
    self.initializer = initializer ?? standard
    self.penalty = penalty
    self.constraint = constraint
  }

  init(_ name: String, standard: Initializer, fields: inout LayerFields) throws(ArchitectureError) {
    self.init(
      name, standard: standard, initializer: try fields.initializer("\(name)_initializer", default: standard),
      penalty: try Penalty(fields.take("\(name)_regularizer") ?? .null, field: "\(name)_regularizer"),
      constraint: try WeightConstraint.read(fields.take("\(name)_constraint") ?? .null, field: "\(name)_constraint"))
  }

  func check() throws(ArchitectureError) {
    try initializer.check("\(name)_initializer")
    try Requirement.notNegative("\(name)_regularizer", penalty.l1)
    try Requirement.notNegative("\(name)_regularizer", penalty.l2)
  }

  func tensor(_ shape: [Int]) -> TensorDescription {
    TensorDescription(name: name, shape: shape, initializer: initializer, role: .trained(penalty, constraint))
  }

  /// The fields that say something else than Keras' defaults.
  var kerasFields: [String: JSONValue] {
    var fields: [String: JSONValue] = [:]
    if initializer != standard { fields["\(name)_initializer"] = initializer.json }
    fields["\(name)_regularizer"] = penalty.json
    fields["\(name)_constraint"] = constraint?.json
    return fields
  }
}
