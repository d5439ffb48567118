/// The kinds of layers and their options.
///
/// A new kind is a type in its own file that conforms to ``LayerDescription``, a case here and in ``LayerClass``.
package enum LayerKind: Equatable, Sendable {
  /// `Conv2D`
  case convolution2D(Convolution2D)
  /// `MaxPooling2D`
  case maxPooling2D(MaxPooling2D)
  /// `Flatten`
  case flatten(Flatten)
  /// `Dense`
  case dense(Dense)
  /// `Dropout`
  case dropout(Dropout)
  /// `Activation`, `ReLU` and `Softmax`
  case activation(ActivationLayer)

  /// Keras' name of the class.
  package var className: String { description.layerClass.rawValue }

  /// The options, for what all kinds have in common.
  var description: any LayerDescription {
    switch self {
    case .convolution2D(let layer): layer
    case .maxPooling2D(let layer): layer
    case .flatten(let layer): layer
    case .dense(let layer): layer
    case .dropout(let layer): layer
    case .activation(let layer): layer
    }
  }

  /// Reads the options of a layer of the given class.
  init(_ layerClass: LayerClass, fields: inout LayerFields) throws(ArchitectureError) {
    self =
      switch layerClass {
      case .convolution2D: .convolution2D(try Convolution2D(fields: &fields))
      case .maxPooling2D: .maxPooling2D(try MaxPooling2D(fields: &fields))
      case .flatten: .flatten(try Flatten(fields: &fields))
      case .dense: .dense(try Dense(fields: &fields))
      case .dropout: .dropout(try Dropout(fields: &fields))
      case .activation: .activation(try ActivationLayer(fields: &fields))
      case .relu: .activation(try ActivationLayer(reluFields: &fields))
      case .softmax: .activation(try ActivationLayer(softmaxFields: &fields))
      }
  }
}

/// Keras' layer classes that are supported; the raw value is Keras' name.
enum LayerClass: String, CaseIterable, Sendable {
  case activation = "Activation"
  case convolution2D = "Conv2D"
  case dense = "Dense"
  case dropout = "Dropout"
  case flatten = "Flatten"
  case maxPooling2D = "MaxPooling2D"
  case relu = "ReLU"
  case softmax = "Softmax"

  /// The names, for messages.
  static var names: String { (allCases.map(\.rawValue) + ["InputLayer"]).sorted().joined(separator: ", ") }
}

/// What every kind of layer says about itself.
protocol LayerDescription: Equatable, Sendable {
  var layerClass: LayerClass { get }

  /// The function that the layer applies last.
  var activation: Activation { get }

  /// The shape of one image's output.
  ///
  /// - Throws: if an option is out of range, or the input has a shape that the layer cannot take.
  func outputShape(for input: [Int]) throws(ArchitectureError) -> [Int]

  /// The parameter tensors, named within the layer (`kernel`), for an input that ``outputShape(for:)`` accepts.
  func tensors(for input: [Int]) -> [TensorDescription]

  /// The options as Keras' configuration has them; what is left out has Keras' default.
  var kerasFields: [String: JSONValue] { get }
}

extension LayerDescription {
  var activation: Activation { .linear }
  func tensors(for input: [Int]) -> [TensorDescription] { [] }
  var kerasFields: [String: JSONValue] { [:] }
}
