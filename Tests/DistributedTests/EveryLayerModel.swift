/// A small model with every layer, as Keras' JSON: convolutions for each of the engine's algorithms among them.
enum EveryLayerModel {
  static var json: String {
    let entries = layers.map { name, options in #"{"class_name": "\#(name)", "config": {\#(options)}}"# }
    let list = entries.joined(separator: ",")
    return #"{"class_name": "Sequential", "config": {"name": "every_layer", "layers": [\#(list)]}}"#
  }

  private static let layers = [
    ("InputLayer", #""batch_shape": [null, 28, 28, 1]"#),
    ("Rescaling", #""scale": 2, "offset": -1"#),
    ("ZeroPadding2D", #""padding": [[0, 1], [1, 0]]"#),
    ("Conv2D", #""filters": 20, "kernel_size": 3, "use_bias": false"#),
    ("BatchNormalization", #""momentum": 0.8"#),
    ("ReLU", ""),
    ("MaxPooling2D", #""pool_size": 3, "strides": 2, "padding": "same""#),
    ("Conv2D", #""filters": 6, "kernel_size": 3, "padding": "same", "activation": "elu""#),
    ("MaxPooling2D", ""),
    (
      "Conv2D",
      #""filters": 7, "kernel_size": 3, "padding": "same", "kernel_regularizer": "l2", "kernel_initializer": "he_normal", "#
        + #""kernel_constraint": {"class_name": "MaxNorm", "config": {"max_value": 1, "axis": [0, 1, 2]}}"#
    ),
    ("BatchNormalization", #""momentum": 0.7, "scale": false"#),
    ("LeakyReLU", #""negative_slope": 0.1"#),
    ("AveragePooling2D", #""pool_size": 2, "strides": 1, "padding": "same""#),
    ("Dropout", #""rate": 0.2"#),
    ("BatchNormalization", #""trainable": false"#),
    ("SpatialDropout2D", #""rate": 0.1"#),
    ("Conv2D", #""filters": 5, "kernel_size": [2, 3], "strides": [2, 1], "activation": "gelu""#),
    ("Activation", #""activation": "sigmoid""#),
    ("Activation", #""activation": "swish""#),
    ("ReLU", #""max_value": 6"#),
    ("ELU", #""alpha": 0.5"#),
    ("GlobalAveragePooling2D", ""),
    ("Flatten", ""),
    ("Dense", #""units": 12, "activation": "tanh", "kernel_constraint": "unit_norm", "kernel_regularizer": "l1""#),
    ("BatchNormalization", #""momentum": 0.9, "center": false"#),
    ("Dropout", #""rate": 0.1, "seed": 3"#),
    ("Dense", #""units": 10, "bias_regularizer": {"class_name": "L2", "config": {"l2": 0.001}}"#),
    ("Softmax", ""),
  ]
}
