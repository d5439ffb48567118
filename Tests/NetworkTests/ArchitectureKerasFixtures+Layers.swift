extension KerasFixture {
  static let keras3LayersText = """
    {"module": "keras", "class_name": "Sequential", "config": {"name": "more-layers", "trainable": true, "dtype":
    {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name": null},
    "layers": [{"module": "keras.layers", "class_name": "InputLayer", "config": {"batch_shape": [null, 20, 17, 1],
    "dtype": "float32", "sparse": false, "ragged": false, "name": "input_layer", "optional": false},
    "registered_name": null}, {"module": "keras.layers", "class_name": "Rescaling", "config": {"name": "rescaling",
    "trainable": true, "dtype": {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"},
    "registered_name": null}, "scale": 0.00784313725490196, "offset": -1}, "registered_name": null, "build_config":
    {"input_shape": [null, 20, 17, 1]}}, {"module": "keras.layers", "class_name": "ZeroPadding2D", "config":
    {"name": "zero_padding2d", "trainable": true, "dtype": {"module": "keras", "class_name": "DTypePolicy",
    "config": {"name": "float32"}, "registered_name": null}, "padding": [[1, 2], [0, 3]], "data_format":
    "channels_last"}, "registered_name": null, "build_config": {"input_shape": [null, 20, 17, 1]}}, {"module":
    "keras.layers", "class_name": "Conv2D", "config": {"name": "conv2d", "trainable": true, "dtype": {"module":
    "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name": null}, "filters": 4,
    "kernel_size": [3, 2], "strides": [2, 1], "padding": "same", "data_format": "channels_last", "dilation_rate":
    [1, 1], "groups": 1, "activation": "linear", "use_bias": false, "kernel_initializer": {"module":
    "keras.initializers", "class_name": "GlorotUniform", "config": {"seed": 3, "input_axes": null, "output_axes":
    null}, "registered_name": null}, "bias_initializer": {"module": "keras.initializers", "class_name": "Zeros",
    "config": {}, "registered_name": null}, "kernel_regularizer": {"module": "keras.regularizers", "class_name":
    "L2", "config": {"l2": 0.001}, "registered_name": null}, "bias_regularizer": null, "activity_regularizer": null,
    "kernel_constraint": null, "bias_constraint": null}, "registered_name": null, "build_config": {"input_shape":
    [null, 23, 20, 1]}}, {"module": "keras.layers", "class_name": "BatchNormalization", "config": {"name":
    "batch_normalization", "trainable": true, "dtype": {"module": "keras", "class_name": "DTypePolicy", "config":
    {"name": "float32"}, "registered_name": null}, "axis": -1, "momentum": 0.9, "epsilon": 0.001, "center": true,
    "scale": true, "beta_initializer": {"module": "keras.initializers", "class_name": "Zeros", "config": {},
    "registered_name": null}, "gamma_initializer": {"module": "keras.initializers", "class_name": "Ones", "config":
    {}, "registered_name": null}, "moving_mean_initializer": {"module": "keras.initializers", "class_name": "Zeros",
    "config": {}, "registered_name": null}, "moving_variance_initializer": {"module": "keras.initializers",
    "class_name": "Ones", "config": {}, "registered_name": null}, "beta_regularizer": {"module":
    "keras.regularizers", "class_name": "L1L2", "config": {"l1": 0.0, "l2": 0.02}, "registered_name": null},
    "gamma_regularizer": {"module": "keras.regularizers", "class_name": "L2", "config": {"l2": 0.01},
    "registered_name": null}, "beta_constraint": null, "gamma_constraint": null, "synchronized": false, "renorm":
    false, "renorm_clipping": null, "renorm_momentum": 0.99}, "registered_name": null, "build_config":
    {"input_shape": [null, 12, 20, 4]}}, {"module": "keras.layers", "class_name": "LeakyReLU", "config": {"name":
    "leaky_re_lu", "trainable": true, "dtype": {"module": "keras", "class_name": "DTypePolicy", "config": {"name":
    "float32"}, "registered_name": null}, "negative_slope": 0.1}, "registered_name": null}, {"module":
    "keras.layers", "class_name": "MaxPooling2D", "config": {"name": "max_pooling2d", "trainable": true, "dtype":
    {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name": null},
    "pool_size": [3, 3], "padding": "same", "strides": [2, 2], "data_format": "channels_last"}, "registered_name":
    null}, {"module": "keras.layers", "class_name": "Conv2D", "config": {"name": "conv2d_1", "trainable": true,
    "dtype": {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name":
    null}, "filters": 3, "kernel_size": [1, 1], "strides": [1, 1], "padding": "valid", "data_format":
    "channels_last", "dilation_rate": [1, 1], "groups": 1, "activation": {"module": "keras.layers", "class_name":
    "LeakyReLU", "config": {"name": "leaky_re_lu_1", "trainable": true, "dtype": {"module": "keras", "class_name":
    "DTypePolicy", "config": {"name": "float32"}, "registered_name": null}, "negative_slope": 0.25},
    "registered_name": null}, "use_bias": true, "kernel_initializer": {"module": "keras.initializers", "class_name":
    "GlorotUniform", "config": {"seed": null, "input_axes": null, "output_axes": null}, "registered_name": null},
    "bias_initializer": {"module": "keras.initializers", "class_name": "Zeros", "config": {}, "registered_name":
    null}, "kernel_regularizer": null, "bias_regularizer": {"module": "keras.regularizers", "class_name": "L2",
    "config": {"l2": 0.01}, "registered_name": null}, "activity_regularizer": null, "kernel_constraint": null,
    "bias_constraint": null}, "registered_name": null, "build_config": {"input_shape": [null, 6, 10, 4]}},
    {"module": "keras.layers", "class_name": "BatchNormalization", "config": {"name": "batch_normalization_1",
    "trainable": true, "dtype": {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"},
    "registered_name": null}, "axis": -1, "momentum": 0.99, "epsilon": 1e-05, "center": false, "scale": false,
    "beta_initializer": {"module": "keras.initializers", "class_name": "Zeros", "config": {}, "registered_name":
    null}, "gamma_initializer": {"module": "keras.initializers", "class_name": "Ones", "config": {},
    "registered_name": null}, "moving_mean_initializer": {"module": "keras.initializers", "class_name": "Zeros",
    "config": {}, "registered_name": null}, "moving_variance_initializer": {"module": "keras.initializers",
    "class_name": "Ones", "config": {}, "registered_name": null}, "beta_regularizer": null, "gamma_regularizer":
    null, "beta_constraint": null, "gamma_constraint": null, "synchronized": false, "renorm": false,
    "renorm_clipping": null, "renorm_momentum": 0.99}, "registered_name": null, "build_config": {"input_shape":
    [null, 6, 10, 3]}}, {"module": "keras.layers", "class_name": "Conv2D", "config": {"name": "conv2d_2",
    "trainable": true, "dtype": {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"},
    "registered_name": null}, "filters": 5, "kernel_size": [2, 2], "strides": [1, 1], "padding": "valid",
    "data_format": "channels_last", "dilation_rate": [1, 1], "groups": 1, "activation": {"module":
    "keras.src.ops.nn", "class_name": "Gelu", "config": {"name": "gelu", "approximate": true}, "registered_name":
    "Gelu"}, "use_bias": true, "kernel_initializer": {"module": "keras.initializers", "class_name": "GlorotUniform",
    "config": {"seed": null, "input_axes": null, "output_axes": null}, "registered_name": null}, "bias_initializer":
    {"module": "keras.initializers", "class_name": "Zeros", "config": {}, "registered_name": null},
    "kernel_regularizer": null, "bias_regularizer": null, "activity_regularizer": null, "kernel_constraint": null,
    "bias_constraint": null}, "registered_name": null, "build_config": {"input_shape": [null, 6, 10, 3]}},
    {"module": "keras.layers", "class_name": "ELU", "config": {"name": "elu", "alpha": 0.5, "trainable": true,
    "dtype": {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name":
    null}}, "registered_name": null}, {"module": "keras.layers", "class_name": "ReLU", "config": {"name": "re_lu",
    "trainable": true, "dtype": {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"},
    "registered_name": null}, "max_value": null, "negative_slope": 0.2, "threshold": 0.0}, "registered_name": null},
    {"module": "keras.layers", "class_name": "Activation", "config": {"name": "activation", "trainable": true,
    "dtype": {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name":
    null}, "activation": "gelu"}, "registered_name": null}, {"module": "keras.layers", "class_name":
    "AveragePooling2D", "config": {"name": "average_pooling2d", "trainable": true, "dtype": {"module": "keras",
    "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name": null}, "pool_size": [2, 1],
    "padding": "valid", "strides": [2, 1], "data_format": "channels_last"}, "registered_name": null}, {"module":
    "keras.layers", "class_name": "Softmax", "config": {"name": "softmax", "trainable": true, "dtype": {"module":
    "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name": null}, "axis": -1},
    "registered_name": null}, {"module": "keras.layers", "class_name": "GlobalAveragePooling2D", "config": {"name":
    "global_average_pooling2d", "trainable": true, "dtype": {"module": "keras", "class_name": "DTypePolicy",
    "config": {"name": "float32"}, "registered_name": null}, "data_format": "channels_last", "keepdims": false},
    "registered_name": null}, {"module": "keras.layers", "class_name": "Dropout", "config": {"name": "dropout",
    "trainable": true, "dtype": {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"},
    "registered_name": null}, "rate": 0.2, "seed": 5, "noise_shape": null}, "registered_name": null}, {"module":
    "keras.layers", "class_name": "Dense", "config": {"name": "dense", "trainable": true, "dtype": {"module":
    "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name": null}, "units": 6,
    "activation": "tanh", "use_bias": false, "kernel_initializer": {"module": "keras.initializers", "class_name":
    "GlorotUniform", "config": {"seed": null, "input_axes": null, "output_axes": null}, "registered_name": null},
    "bias_initializer": {"module": "keras.initializers", "class_name": "Zeros", "config": {}, "registered_name":
    null}, "kernel_regularizer": null, "bias_regularizer": null, "kernel_constraint": null, "bias_constraint": null,
    "quantization_config": null}, "registered_name": null, "build_config": {"input_shape": [null, 5]}}, {"module":
    "keras.layers", "class_name": "Dense", "config": {"name": "dense_1", "trainable": true, "dtype": {"module":
    "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name": null}, "units": 10,
    "activation": "softmax", "use_bias": true, "kernel_initializer": {"module": "keras.initializers", "class_name":
    "GlorotUniform", "config": {"seed": null, "input_axes": null, "output_axes": null}, "registered_name": null},
    "bias_initializer": {"module": "keras.initializers", "class_name": "Zeros", "config": {}, "registered_name":
    null}, "kernel_regularizer": null, "bias_regularizer": null, "kernel_constraint": null, "bias_constraint": null,
    "quantization_config": null}, "registered_name": null, "build_config": {"input_shape": [null, 6]}}],
    "build_input_shape": [null, 20, 17, 1]}, "registered_name": null, "build_config": {"input_shape": [null, 20, 17,
    1]}, "compile_config": {}}
    """

  static let keras2LayersText = """
    {"class_name": "Sequential", "config": {"name": "keras-2", "layers": [{"module": "keras.layers", "class_name":
    "InputLayer", "config": {"batch_input_shape": [null, 20, 17, 1], "dtype": "float32", "sparse": false, "ragged":
    false, "name": "input_1", "optional": false}, "registered_name": null}, {"module": "keras.layers", "class_name":
    "Rescaling", "config": {"name": "rescaling", "trainable": true, "dtype": "float32", "scale":
    0.00784313725490196, "offset": -1}, "registered_name": null, "build_config": {"input_shape": [null, 20, 17,
    1]}}, {"module": "keras.layers", "class_name": "ZeroPadding2D", "config": {"name": "zero_padding2d",
    "trainable": true, "dtype": "float32", "padding": [[1, 1], [2, 2]], "data_format": "channels_last"},
    "registered_name": null, "build_config": {"input_shape": [null, 20, 17, 1]}}, {"module": "keras.layers",
    "class_name": "Conv2D", "config": {"name": "conv2d", "trainable": true, "dtype": "float32", "filters": 4,
    "kernel_size": [3, 2], "strides": [2, 2], "padding": "same", "data_format": "channels_last", "dilation_rate":
    [1, 1], "groups": 1, "activation": "linear", "use_bias": false, "kernel_initializer": {"module":
    "keras.initializers", "class_name": "GlorotUniform", "config": {"seed": 3}, "registered_name": null},
    "bias_initializer": {"module": "keras.initializers", "class_name": "Zeros", "config": {}, "registered_name":
    null}, "kernel_regularizer": {"module": "keras.regularizers", "class_name": "L2", "config": {"l2":
    0.0010000000474974513}, "registered_name": null}, "bias_regularizer": null, "activity_regularizer": null,
    "kernel_constraint": null, "bias_constraint": null}, "registered_name": null, "build_config": {"input_shape":
    [null, 22, 21, 1]}}, {"module": "keras.layers", "class_name": "BatchNormalization", "config": {"name":
    "batch_normalization", "trainable": true, "dtype": "float32", "axis": [3], "momentum": 0.9, "epsilon": 0.001,
    "center": true, "scale": true, "beta_initializer": {"module": "keras.initializers", "class_name": "Zeros",
    "config": {}, "registered_name": null}, "gamma_initializer": {"module": "keras.initializers", "class_name":
    "Ones", "config": {}, "registered_name": null}, "moving_mean_initializer": {"module": "keras.initializers",
    "class_name": "Zeros", "config": {}, "registered_name": null}, "moving_variance_initializer": {"module":
    "keras.initializers", "class_name": "Ones", "config": {}, "registered_name": null}, "beta_regularizer":
    {"module": "keras.regularizers", "class_name": "L1L2", "config": {"l1": 0.0, "l2": 0.019999999552965164},
    "registered_name": null}, "gamma_regularizer": null, "beta_constraint": null, "gamma_constraint": null},
    "registered_name": null, "build_config": {"input_shape": [null, 11, 11, 4]}}, {"module": "keras.layers",
    "class_name": "LeakyReLU", "config": {"name": "leaky_re_lu", "trainable": true, "dtype": "float32", "alpha":
    0.10000000149011612}, "registered_name": null, "build_config": {"input_shape": [null, 11, 11, 4]}}, {"module":
    "keras.layers", "class_name": "MaxPooling2D", "config": {"name": "max_pooling2d", "trainable": true, "dtype":
    "float32", "pool_size": [3, 3], "padding": "same", "strides": [2, 2], "data_format": "channels_last"},
    "registered_name": null, "build_config": {"input_shape": [null, 11, 11, 4]}}, {"module": "keras.layers",
    "class_name": "Conv2D", "config": {"name": "conv2d_1", "trainable": true, "dtype": "float32", "filters": 3,
    "kernel_size": [1, 1], "strides": [1, 1], "padding": "valid", "data_format": "channels_last", "dilation_rate":
    [1, 1], "groups": 1, "activation": {"module": "keras.layers", "class_name": "LeakyReLU", "config": {"name":
    "leaky_re_lu_1", "trainable": true, "dtype": "float32", "alpha": 0.25}, "registered_name": null, "build_config":
    {"input_shape": [null, 6, 6, 3]}}, "use_bias": true, "kernel_initializer": {"module": "keras.initializers",
    "class_name": "GlorotUniform", "config": {"seed": null}, "registered_name": null}, "bias_initializer":
    {"module": "keras.initializers", "class_name": "Zeros", "config": {}, "registered_name": null},
    "kernel_regularizer": null, "bias_regularizer": {"module": "keras.regularizers", "class_name": "L2", "config":
    {"l2": 0.009999999776482582}, "registered_name": null}, "activity_regularizer": null, "kernel_constraint": null,
    "bias_constraint": null}, "registered_name": null, "build_config": {"input_shape": [null, 6, 6, 4]}}, {"module":
    "keras.layers", "class_name": "ELU", "config": {"name": "elu", "trainable": true, "dtype": "float32", "alpha":
    0.5}, "registered_name": null, "build_config": {"input_shape": [null, 6, 6, 3]}}, {"module": "keras.layers",
    "class_name": "ReLU", "config": {"name": "re_lu", "trainable": true, "dtype": "float32", "max_value": null,
    "negative_slope": 0.20000000298023224, "threshold": 0.0}, "registered_name": null, "build_config":
    {"input_shape": [null, 6, 6, 3]}}, {"module": "keras.layers", "class_name": "Activation", "config": {"name":
    "activation", "trainable": true, "dtype": "float32", "activation": "gelu"}, "registered_name": null,
    "build_config": {"input_shape": [null, 6, 6, 3]}}, {"module": "keras.layers", "class_name":
    "GlobalMaxPooling2D", "config": {"name": "global_max_pooling2d", "trainable": true, "dtype": "float32",
    "data_format": "channels_last", "keepdims": false}, "registered_name": null, "build_config": {"input_shape":
    [null, 6, 6, 3]}}, {"module": "keras.layers", "class_name": "BatchNormalization", "config": {"name":
    "batch_normalization_1", "trainable": true, "dtype": "float32", "axis": [1], "momentum": 0.99, "epsilon": 0.001,
    "center": true, "scale": true, "beta_initializer": {"module": "keras.initializers", "class_name": "Zeros",
    "config": {}, "registered_name": null}, "gamma_initializer": {"module": "keras.initializers", "class_name":
    "Ones", "config": {}, "registered_name": null}, "moving_mean_initializer": {"module": "keras.initializers",
    "class_name": "Zeros", "config": {}, "registered_name": null}, "moving_variance_initializer": {"module":
    "keras.initializers", "class_name": "Ones", "config": {}, "registered_name": null}, "beta_regularizer": null,
    "gamma_regularizer": null, "beta_constraint": null, "gamma_constraint": null}, "registered_name": null,
    "build_config": {"input_shape": [null, 3]}}, {"module": "keras.layers", "class_name": "Dropout", "config":
    {"name": "dropout", "trainable": true, "dtype": "float32", "rate": 0.2, "noise_shape": null, "seed": 5},
    "registered_name": null, "build_config": {"input_shape": [null, 3]}}, {"module": "keras.layers", "class_name":
    "Dense", "config": {"name": "dense", "trainable": true, "dtype": "float32", "units": 10, "activation":
    "softmax", "use_bias": true, "kernel_initializer": {"module": "keras.initializers", "class_name":
    "GlorotUniform", "config": {"seed": null}, "registered_name": null}, "bias_initializer": {"module":
    "keras.initializers", "class_name": "Zeros", "config": {}, "registered_name": null}, "kernel_regularizer": null,
    "bias_regularizer": null, "activity_regularizer": null, "kernel_constraint": null, "bias_constraint": null},
    "registered_name": null, "build_config": {"input_shape": [null, 3]}}]}, "keras_version": "2.21.0", "backend":
    "tensorflow"}
    """
}
