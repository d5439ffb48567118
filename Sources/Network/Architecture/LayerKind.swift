/// The kinds of layers and their options.
///
/// A new kind is a type in its own file that conforms to ``LayerDescription``, a case here and in ``LayerClass``.
package enum LayerKind: Equatable, Sendable {
  /// `Conv2D`
  case convolution2D(Convolution2D)
  /// `MaxPooling2D` and `AveragePooling2D`
  case pooling2D(Pooling2D)
  /// `GlobalMaxPooling2D` and `GlobalAveragePooling2D`
  case globalPooling2D(GlobalPooling2D)
  /// `BatchNormalization`
  case batchNormalization(BatchNormalization)
  /// `ZeroPadding2D`
  case zeroPadding2D(ZeroPadding2D)
  /// `Rescaling`
  case rescaling(Rescaling)
  /// `Flatten`
  case flatten(Flatten)
  /// `Reshape`
  case reshape(Reshape)
  /// `Dense`
  case dense(Dense)
  /// `Dropout` and `SpatialDropout2D`
  case dropout(Dropout)
  /// `Activation`, `ReLU`, `LeakyReLU`, `ELU` and `Softmax`
  case activation(ActivationLayer)

  /// Keras' name of the class.
  package var className: String { description.layerClass.rawValue }

  /// Whether a layer takes an image without an axis of channels, as each number for itself.
  var takesRowsOfPixels: Bool {
    switch self {
    case .flatten, .reshape, .rescaling, .dropout: true
    case .activation(let layer): layer.activation != .softmax
    default: false
    }
  }

  /// The options, for what all kinds have in common.
  var description: any LayerDescription {
    switch self {
    case .convolution2D(let layer): layer
    case .pooling2D(let layer): layer
    case .globalPooling2D(let layer): layer
    case .batchNormalization(let layer): layer
    case .zeroPadding2D(let layer): layer
    case .rescaling(let layer): layer
    case .flatten(let layer): layer
    case .reshape(let layer): layer
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
      case .maxPooling2D: .pooling2D(try Pooling2D(.maximum, fields: &fields))
      case .averagePooling2D: .pooling2D(try Pooling2D(.average, fields: &fields))
      case .globalMaxPooling2D: .globalPooling2D(try GlobalPooling2D(.maximum, fields: &fields))
      case .globalAveragePooling2D: .globalPooling2D(try GlobalPooling2D(.average, fields: &fields))
      case .batchNormalization: .batchNormalization(try BatchNormalization(fields: &fields))
      case .zeroPadding2D: .zeroPadding2D(try ZeroPadding2D(fields: &fields))
      case .rescaling: .rescaling(try Rescaling(fields: &fields))
      case .flatten: .flatten(try Flatten(fields: &fields))
      case .reshape: .reshape(try Reshape(fields: &fields))
      case .dense: .dense(try Dense(fields: &fields))
      case .dropout: .dropout(try Dropout(fields: &fields))
      case .spatialDropout2D: .dropout(try Dropout(isSpatial: true, fields: &fields))
      case .activation, .relu, .leakyReLU, .elu, .softmax:
        .activation(try ActivationLayer(layerClass, fields: &fields))
      }
  }
}

/// Keras' layer classes that are supported; the raw value is Keras' name.
enum LayerClass: String, CaseIterable, Sendable {
  case activation = "Activation"
  case averagePooling2D = "AveragePooling2D"
  case batchNormalization = "BatchNormalization"
  case convolution2D = "Conv2D"
  case dense = "Dense"
  case dropout = "Dropout"
  case elu = "ELU"
  case flatten = "Flatten"
  case globalAveragePooling2D = "GlobalAveragePooling2D"
  case globalMaxPooling2D = "GlobalMaxPooling2D"
  case leakyReLU = "LeakyReLU"
  case maxPooling2D = "MaxPooling2D"
  case relu = "ReLU"
  case rescaling = "Rescaling"
  case reshape = "Reshape"
  case softmax = "Softmax"
  case spatialDropout2D = "SpatialDropout2D"
  case zeroPadding2D = "ZeroPadding2D"

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

  /// How the shape of the output comes about, in words and sums, for an input that ``outputShape(for:)`` accepts.
  ///
  /// The second line, where there is one, tells of the padding.
  func outputArithmetic(for input: [Int]) -> [String]

  /// The options as Keras' configuration has them; what is left out has Keras' default.
  var kerasFields: [String: JSONValue] { get }
}

extension LayerDescription {
  var activation: Activation { .linear }
  func tensors(for input: [Int]) -> [TensorDescription] { [] }
  func outputArithmetic(for input: [Int]) -> [String] { ["output as the input"] }
  var kerasFields: [String: JSONValue] { [:] }
}
