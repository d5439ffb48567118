/// Models as Keras writes them, line breaks aside.
enum KerasFixture: CaseIterable {
  /// `to_json` of Keras 3.15 for a compiled model with every supported layer.
  case keras3
  /// The format of Keras 2.8: an input layer, and its shape in the first layer as well.
  case keras28
  /// The format of TensorFlow 2.0: no input layer, initialisers with a type.
  case tensorFlow20
  /// The format of Keras 2.2: a bare list of layers, Glorot's rule as a variance scaling.
  case keras22
  /// `to_json` of Keras 3.15 for the layers and options that ``keras3`` does not have.
  case keras3Layers
  /// `to_json` of tf_keras 2.21, the last Keras 2, for such layers.
  case keras2Layers

  /// The whole text.
  var json: String {
    switch self {
    case .keras3: Self.keras3Text
    case .keras28: Self.keras28Text
    case .tensorFlow20: Self.tensorFlow20Text
    case .keras22: Self.keras22Text
    case .keras3Layers: Self.keras3LayersText
    case .keras2Layers: Self.keras2LayersText
    }
  }

  private static let keras3Text = """
    {"module": "keras", "class_name": "Sequential", "config": {"name": "every-layer", "trainable": true, "dtype":
    {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name": null},
    "layers": [{"module": "keras.layers", "class_name": "InputLayer", "config": {"batch_shape": [null, 28, 28, 1],
    "dtype": "float32", "sparse": false, "ragged": false, "name": "input_layer", "optional": false},
    "registered_name": null}, {"module": "keras.layers", "class_name": "Conv2D", "config": {"name": "conv2d",
    "trainable": true, "dtype": {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"},
    "registered_name": null}, "filters": 4, "kernel_size": [5, 3], "strides": [1, 1], "padding": "valid",
    "data_format": "channels_last", "dilation_rate": [1, 1], "groups": 1, "activation": "relu", "use_bias": true,
    "kernel_initializer": {"module": "keras.initializers", "class_name": "GlorotUniform", "config": {"seed": null,
    "input_axes": null, "output_axes": null}, "registered_name": null}, "bias_initializer": {"module":
    "keras.initializers", "class_name": "Zeros", "config": {}, "registered_name": null}, "kernel_regularizer": null,
    "bias_regularizer": null, "activity_regularizer": null, "kernel_constraint": null, "bias_constraint": null},
    "registered_name": null, "build_config": {"input_shape": [null, 28, 28, 1]}}, {"module": "keras.layers",
    "class_name": "MaxPooling2D", "config": {"name": "max_pooling2d", "trainable": true, "dtype": {"module":
    "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name": null}, "pool_size": [2,
    3], "padding": "valid", "strides": [2, 3], "data_format": "channels_last"}, "registered_name": null}, {"module":
    "keras.layers", "class_name": "ReLU", "config": {"name": "re_lu", "trainable": true, "dtype": {"module":
    "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name": null}, "max_value":
    null, "negative_slope": 0.0, "threshold": 0.0}, "registered_name": null}, {"module": "keras.layers",
    "class_name": "Activation", "config": {"name": "activation", "trainable": true, "dtype": {"module": "keras",
    "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name": null}, "activation": "relu"},
    "registered_name": null}, {"module": "keras.layers", "class_name": "Flatten", "config": {"name": "flatten",
    "trainable": true, "dtype": {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"},
    "registered_name": null}, "data_format": "channels_last"}, "registered_name": null, "build_config":
    {"input_shape": [null, 12, 8, 4]}}, {"module": "keras.layers", "class_name": "Dropout", "config": {"name":
    "dropout", "trainable": true, "dtype": {"module": "keras", "class_name": "DTypePolicy", "config": {"name":
    "float32"}, "registered_name": null}, "rate": 0.5, "seed": 3, "noise_shape": null}, "registered_name": null},
    {"module": "keras.layers", "class_name": "Dense", "config": {"name": "dense", "trainable": true, "dtype":
    {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name": null},
    "units": 10, "activation": "linear", "use_bias": true, "kernel_initializer": {"module": "keras.initializers",
    "class_name": "GlorotUniform", "config": {"seed": null, "input_axes": null, "output_axes": null},
    "registered_name": null}, "bias_initializer": {"module": "keras.initializers", "class_name": "Zeros", "config":
    {}, "registered_name": null}, "kernel_regularizer": null, "bias_regularizer": null, "kernel_constraint": null,
    "bias_constraint": null, "quantization_config": null}, "registered_name": null, "build_config": {"input_shape":
    [null, 384]}}, {"module": "keras.layers", "class_name": "Softmax", "config": {"name": "softmax", "trainable":
    true, "dtype": {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"},
    "registered_name": null}, "axis": -1}, "registered_name": null}], "build_input_shape": [null, 28, 28, 1]},
    "registered_name": null, "build_config": {"input_shape": [null, 28, 28, 1]}, "compile_config": {"optimizer":
    {"module": "keras.optimizers", "class_name": "Adam", "config": {"name": "adam", "learning_rate":
    0.0010000000474974513, "weight_decay": null, "clipnorm": null, "global_clipnorm": null, "clipvalue": null,
    "use_ema": false, "ema_momentum": 0.99, "ema_overwrite_frequency": null, "loss_scale_factor": null,
    "gradient_accumulation_steps": null, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-07, "amsgrad": false},
    "registered_name": null}, "loss": "sparse_categorical_crossentropy", "loss_weights": null, "metrics": null,
    "weighted_metrics": null, "run_eagerly": false, "steps_per_execution": 1, "jit_compile": false}}
    """

  private static let keras28Text = """
    {"class_name": "Sequential", "config": {"name": "sequential_1", "layers": [{"class_name": "InputLayer",
    "config": {"batch_input_shape": [null, 28, 28, 1], "dtype": "float32", "sparse": false, "ragged": false, "name":
    "conv2d_1_input"}}, {"class_name": "Conv2D", "config": {"name": "conv2d_1", "trainable": true,
    "batch_input_shape": [null, 28, 28, 1], "dtype": "float32", "filters": 8, "kernel_size": [5, 5], "strides": [1,
    1], "padding": "valid", "data_format": "channels_last", "dilation_rate": [1, 1], "groups": 1, "activation":
    "relu", "use_bias": true, "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": null}},
    "bias_initializer": {"class_name": "Zeros", "config": {}}, "kernel_regularizer": null, "bias_regularizer": null,
    "activity_regularizer": null, "kernel_constraint": null, "bias_constraint": null}}, {"class_name":
    "MaxPooling2D", "config": {"name": "max_pooling2d_1", "trainable": true, "dtype": "float32", "pool_size": [2,
    2], "padding": "valid", "strides": [2, 2], "data_format": "channels_last"}}, {"class_name": "Dropout", "config":
    {"name": "dropout_1", "trainable": true, "dtype": "float32", "rate": 0.2, "noise_shape": null, "seed": null}},
    {"class_name": "Flatten", "config": {"name": "flatten_1", "trainable": true, "dtype": "float32", "data_format":
    "channels_last"}}, {"class_name": "Dense", "config": {"name": "dense_1", "trainable": true, "dtype": "float32",
    "units": 10, "activation": "softmax", "use_bias": true, "kernel_initializer": {"class_name": "GlorotUniform",
    "config": {"seed": null}}, "bias_initializer": {"class_name": "Zeros", "config": {}}, "kernel_regularizer":
    null, "bias_regularizer": null, "activity_regularizer": null, "kernel_constraint": null, "bias_constraint":
    null}}]}, "keras_version": "2.8.0", "backend": "tensorflow"}
    """

  private static let tensorFlow20Text = """
    {"class_name": "Sequential", "config": {"name": "sequential_1", "layers": [{"class_name": "Conv2D", "config":
    {"name": "conv2d_1", "trainable": true, "batch_input_shape": [null, 28, 28, 1], "dtype": "float32", "filters":
    8, "kernel_size": [5, 5], "strides": [1, 1], "padding": "valid", "data_format": "channels_last",
    "dilation_rate": [1, 1], "activation": "relu", "use_bias": true, "kernel_initializer": {"class_name":
    "GlorotUniform", "config": {"seed": null, "dtype": "float32"}}, "bias_initializer": {"class_name": "Zeros",
    "config": {"dtype": "float32"}}, "kernel_regularizer": null, "bias_regularizer": null, "activity_regularizer":
    null, "kernel_constraint": null, "bias_constraint": null}}, {"class_name": "MaxPooling2D", "config": {"name":
    "max_pooling2d_1", "trainable": true, "dtype": "float32", "pool_size": [2, 2], "padding": "valid", "strides":
    [2, 2], "data_format": "channels_last"}}, {"class_name": "Dropout", "config": {"name": "dropout_1", "trainable":
    true, "dtype": "float32", "rate": 0.2, "noise_shape": null, "seed": null}}, {"class_name": "Flatten", "config":
    {"name": "flatten_1", "trainable": true, "dtype": "float32", "data_format": "channels_last"}}, {"class_name":
    "Dense", "config": {"name": "dense_1", "trainable": true, "dtype": "float32", "units": 10, "activation":
    "softmax", "use_bias": true, "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": null,
    "dtype": "float32"}}, "bias_initializer": {"class_name": "Zeros", "config": {"dtype": "float32"}},
    "kernel_regularizer": null, "bias_regularizer": null, "activity_regularizer": null, "kernel_constraint": null,
    "bias_constraint": null}}]}, "keras_version": "2.2.4-tf", "backend": "tensorflow"}
    """

  private static let keras22Text = """
    {"class_name": "Sequential", "config": [{"class_name": "Conv2D", "config": {"name": "conv2d_1", "trainable":
    true, "batch_input_shape": [null, 28, 28, 1], "dtype": "float32", "filters": 8, "kernel_size": [5, 5],
    "strides": [1, 1], "padding": "valid", "data_format": "channels_last", "dilation_rate": [1, 1], "activation":
    "relu", "use_bias": true, "kernel_initializer": {"class_name": "VarianceScaling", "config": {"scale": 1.0,
    "mode": "fan_avg", "distribution": "uniform", "seed": null}}, "bias_initializer": {"class_name": "Zeros",
    "config": {}}, "kernel_regularizer": null, "bias_regularizer": null, "activity_regularizer": null,
    "kernel_constraint": null, "bias_constraint": null}}, {"class_name": "MaxPooling2D", "config": {"name":
    "max_pooling2d_1", "trainable": true, "pool_size": [2, 2], "padding": "valid", "strides": [2, 2], "data_format":
    "channels_last"}}, {"class_name": "Dropout", "config": {"name": "dropout_1", "trainable": true, "rate": 0.2,
    "noise_shape": null, "seed": null}}, {"class_name": "Flatten", "config": {"name": "flatten_1", "trainable":
    true, "data_format": "channels_last"}}, {"class_name": "Dense", "config": {"name": "dense_1", "trainable": true,
    "units": 10, "activation": "softmax", "use_bias": true, "kernel_initializer": {"class_name": "VarianceScaling",
    "config": {"scale": 1.0, "mode": "fan_avg", "distribution": "uniform", "seed": null}}, "bias_initializer":
    {"class_name": "Zeros", "config": {}}, "kernel_regularizer": null, "bias_regularizer": null,
    "activity_regularizer": null, "kernel_constraint": null, "bias_constraint": null}}], "keras_version": "2.2.2",
    "backend": "tensorflow"}
    """
}
