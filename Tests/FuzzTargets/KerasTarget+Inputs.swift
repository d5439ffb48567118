import Network

extension KerasTarget {
  static let words =
    [
      "class_name", "config", "layers", "name", "Sequential", "Functional", "Model", "InputLayer", "Conv2D", "Dense",
      "Flatten", "Reshape", "MaxPooling2D", "AveragePooling2D", "GlobalMaxPooling2D", "GlobalAveragePooling2D",
      "BatchNormalization", "Dropout", "SpatialDropout2D", "Activation", "ReLU", "LeakyReLU", "ELU", "PReLU", "Softmax",
      "ZeroPadding2D", "Rescaling", "batch_shape", "batch_input_shape", "build_input_shape", "filters", "kernel_size",
      "strides", "padding", "same", "valid", "units", "activation", "use_bias", "pool_size", "rate", "seed",
      "target_shape", "scale", "offset", "axis", "momentum", "epsilon", "center", "trainable", "registered_name",
      "module", "negative_slope", "max_value", "threshold", "keepdims", "data_format", "channels_last",
      "kernel_initializer", "kernel_regularizer", "kernel_constraint", "VarianceScaling", "RandomNormal", "Orthogonal",
      "L1L2", "MinMaxNorm", "inbound_nodes", "keras_history", "input_layers", "output_layers", "softmax", "relu6",
      "gelu", "dtype", "mixed_float16", "null", "true", "false", "[1,1]", "[null,4,4,1]", "1e308", "-1",
      "9223372036854775807", "\\u0301", "\\u001b",
    ].map { $0.contains { !($0.isLetter || $0.isNumber || $0 == "_") } ? $0 : "\"\($0)\"" } + ["null", "true", "false"]

  static var inputs: [FuzzInput] {
    let layers = sample.map { FuzzInput("model-\($0.name)", $0.keras3JSON()) }
    return layers + [
      FuzzInput("functional", functional),
      FuzzInput("keras-2", keras2),
      FuzzInput("twice", "\"" + small.replacing("\"", with: "\\\"") + "\""),
      FuzzInput("no-layers", #"{"class_name":"Sequential","config":{"layers":[]}}"#, refusal: "input shape"),
      FuzzInput("deep", String(repeating: "[", count: 100), refusal: "nested 100 deep"),
    ]
  }

  private static let small =
    #"{"class_name":"Sequential","config":{"layers":[{"class_name":"Flatten","config":{"batch_input_shape":[null,2,2]}},"#
    + #"{"class_name":"Dense","config":{"units":2}}]}}"#

  private static let keras2 =
    #"{"class_name":"Sequential","config":[{"class_name":"Conv2D","config":{"batch_input_shape":[null,4,4,1],"#
    + #""filters":2,"kernel_size":3,"kernel_initializer":{"class_name":"VarianceScaling","config":{"scale":1.0,"#
    + #""mode":"fan_avg","distribution":"uniform"}}}},{"class_name":"Model","config":{"name":"m","layers":["#
    + #"{"class_name":"InputLayer","name":"i","config":{"batch_input_shape":[null,2,2,2],"name":"i"},"inbound_nodes":[]},"#
    + #"{"class_name":"Flatten","name":"f","config":{},"inbound_nodes":[[["i",0,0,{}]]]}],"#
    + #""input_layers":[["i",0,0]],"output_layers":[["f",0,0]]}},{"class_name":"Dense","config":{"units":2}}]}"#

  private static let functional =
    #"{"class_name":"Functional","config":{"name":"f","layers":[{"class_name":"InputLayer","name":"i","config":"#
    + #"{"batch_shape":[null,4]},"inbound_nodes":[]},{"class_name":"Dense","name":"d","config":{"units":2},"#
    + #""inbound_nodes":[{"args":[{"class_name":"__keras_tensor__","config":{"keras_history":["i",0,0]}}],"kwargs":{}}]}],"#
    + #""input_layers":[["i",0,0]],"output_layers":[["d",0,0]]}}"#

  /// Small models in which every layer occurs.
  private static var sample: [Architecture] {
    let window = WindowSize(rows: 3, columns: 2)
    let models: [(name: String, [LayerKind])] = [
      (
        "convolutions",
        [
          .zeroPadding2D(ZeroPadding2D(top: 1, bottom: 0, left: 1, right: 2)),
          .convolution2D(Convolution2D(filters: 3, kernelSize: WindowSize(rows: 3, columns: 3), activation: .relu)),
          .pooling2D(Pooling2D(kind: .maximum, poolSize: WindowSize(rows: 2, columns: 2))),
          .convolution2D(Convolution2D(filters: 2, kernelSize: window, padding: .same, usesBias: false)),
          .globalPooling2D(GlobalPooling2D(kind: .average)), .activation(ActivationLayer(.softmax)),
        ]
      ),
      (
        "normalisation",
        [
          .rescaling(Rescaling(scale: 0.5, offset: -1)), .batchNormalization(BatchNormalization()),
          .pooling2D(Pooling2D(kind: .average, poolSize: window, strides: WindowSize(rows: 1, columns: 2))),
          .dropout(Dropout(rate: 0.25, isSpatial: true)), .flatten(Flatten()), .dropout(Dropout(rate: 0.5, seed: 3)),
          .dense(Dense(units: 4, activation: .gelu(approximate: false))), .reshape(Reshape(target: [2, 2])),
          .flatten(Flatten()),
          .dense(Dense(units: 3, activation: .softmax)),
        ]
      ),
    ]
    return models.compactMap { name, layers in
      try? Architecture(
        name: name, inputShape: ImageShape(rows: 6, columns: 6, channels: 1),
        layers: layers.enumerated().map { ("layer_\($0.offset)", $0.element) }, frozen: ["layer_1"])
    }
  }
}
