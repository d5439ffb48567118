extension ArchitectureRefusalTests {
  static let others: [Refusal] =
    [
      Refusal("Conv2D", #""kernel_size": 3"#, "filters: found nothing; supported: a whole number"),
      Refusal(
        "Conv2D", #""filters": 0, "kernel_size": 3"#, "filters: found 0; supported: 1 to 268435456"),
      Refusal("Conv2D", #""filters": 2.5, "kernel_size": 3"#, "filters: found 2.5; supported: a whole number"),
      Refusal("Conv2D", #""filters": true, "kernel_size": 3"#, "filters: found true; supported: a whole number"),
      Refusal(
        "Conv2D", #""filters": 4"#, "kernel_size: found nothing; supported: a whole number, or [rows,columns]"),
      Refusal(
        "Conv2D", #""filters": 4, "kernel_size": [3, null]"#,
        "kernel_size: found [3,null]; supported: a whole number, or [rows,columns]"),
      Refusal(
        "Conv2D", #""filters": 4, "kernel_size": [29, 3]"#,
        "kernel_size: found [29,3] on an input of shape [28, 28, 1]; supported: from [1,1] to [28,28]"),
      Refusal(
        "Conv2D", #""filters": 4, "kernel_size": [3, -1]"#,
        "kernel_size: found [3,-1] on an input of shape [28, 28, 1]; supported: from [1,1] to [28,28]"),
      Refusal(
        "Conv2D", #""filters": 268435456, "kernel_size": 1"#,
        "output shape: found [28, 28, 268435456]; supported: at most 268435456 elements"),
      Refusal(
        "MaxPooling2D", #""pool_size": 29"#,
        "pool_size: found [29,29] on an input of shape [28, 28, 1]; supported: from [1,1] to [28,28]"),
      Refusal(
        "AveragePooling2D", #""strides": [2, 0]"#,
        "strides: found [2,0]; supported: from [1,1] to [268435456,268435456]"),
      Refusal("MaxPooling2D", #""padding": "causal""#, #"padding: found "causal"; supported: "valid" or "same""#),
      Refusal(
        "Dense", #""units": 10"#,
        "input shape: found [28, 28, 1]; supported: a flat input [units]: put a Flatten layer before it"),
      Refusal("Dense", #""units": -1"#, "units: found -1; supported: 1 to 268435456"),
      Refusal("Dense", #""units": 4, "lora_rank": 2"#, "lora_rank: found 2; supported: \(absentOnly)"),
      Refusal("Dropout", "", "rate: found nothing; supported: a number from 0 to below 1"),
      Refusal("Dropout", #""rate": 1"#, "rate: found 1.0; supported: a number from 0 to below 1"),
      Refusal("Dropout", #""rate": -0.1"#, "rate: found -0.1; supported: a number from 0 to below 1"),
      Refusal("Dropout", #""rate": "half""#, #"rate: found "half"; supported: a number from 0 to below 1"#),
      Refusal(
        "Dropout", #""rate": 0.5, "noise_shape": [null, 1]"#, "noise_shape: found [null,1]; supported: \(absentOnly)"),
      Refusal("Activation", "", #"activation: found nothing; supported: \#(names)"#),
      Refusal("ReLU", #""max_value": -6.0"#, "max_value: found -6.0; supported: a number from 0"),
      Refusal("ReLU", #""threshold": -0.5"#, "threshold: found -0.5; supported: a number from 0"),
      Refusal("ReLU", #""negative_slope": -0.1"#, "negative_slope: found -0.1; supported: a number from 0"),
      Refusal("LeakyReLU", #""alpha": "steep""#, #"alpha: found "steep"; supported: a number"#),
      Refusal("LeakyReLU", #""negative_slope": null"#, "negative_slope: found null; supported: a number"),
      Refusal("ELU", #""alpha": -1"#, "alpha: found -1.0; supported: a number from 0"),
      Refusal(
        "Softmax", #""axis": 1"#, "axis: found 1 on an input of shape [28, 28, 1]; supported: -1 or 3: the channels"),
      Refusal(
        "LSTM", #""units": 3"#,
        #"class_name: found "LSTM"; supported: "#
          + "Activation, AveragePooling2D, BatchNormalization, Conv2D, Dense, Dropout, ELU, Flatten, "
          + "GlobalAveragePooling2D, GlobalMaxPooling2D, InputLayer, LeakyReLU, MaxPooling2D, ReLU, Rescaling, Reshape, "
          + "Softmax, SpatialDropout2D, ZeroPadding2D"),
      Refusal("GlobalMaxPooling2D", #""keepdims": 1"#, "keepdims: found 1; supported: true or false"),
      Refusal(
        "Reshape", "",
        "target_shape: found nothing; supported: one to three whole numbers: [units] or [rows,columns,channels]"),
      Refusal(
        "Reshape", #""target_shape": [28, 27]"#,
        "target_shape: found [28, 27] for an input of shape [28, 28, 1]; supported: as many numbers as the input has, 784"
      ),
      Refusal(
        "Reshape", #""target_shape": [-1, -1]"#,
        "target_shape: found [-1, -1]; supported: numbers from 1, and -1 for at most one axis"),
      Refusal(
        "Reshape", #""target_shape": [-1, 0]"#,
        "target_shape: found [-1, 0]; supported: numbers from 1, and -1 for at most one axis"),
      Refusal("Rescaling", "", "scale: found nothing; supported: a number"),
      Refusal("Rescaling", #""scale": [1, 2]"#, "scale: found [1,2]; supported: a number"),
      Refusal("Rescaling", #""scale": 1, "offset": null"#, "offset: found null; supported: a number"),
    ] + batchNormalizations + paddings

  private static let batchNormalizations: [Refusal] = [
    (#""axis": 1"#, "axis: found 1 on an input of shape [28, 28, 1]; supported: -1 or 3: the channels"),
    (#""axis": [1, 2]"#, "axis: found [1,2]; supported: -1: the channels"),
    (#""momentum": 1.5"#, "momentum: found 1.5; supported: a number from 0 to 1"),
    (#""epsilon": 0"#, "epsilon: found 0.0; supported: a number above 0, in single precision"),
    (#""center": 1"#, "center: found 1; supported: true or false"),
    (#""gamma_initializer": "zebra""#, #"gamma_initializer: found "zebra"; supported: \#(initializers)"#),
    (#""moving_mean_initializer": 1"#, "moving_mean_initializer: found 1; supported: \(initializers)"),
    (#""beta_regularizer": "l3""#, #"beta_regularizer: found "l3"; supported: \#(regularizers)"#),
    (#""gamma_constraint": "Square""#, #"gamma_constraint: found "Square"; supported: \#(constraints)"#),
    (#""synchronized": true"#, "synchronized: found true; supported: false"),
    (#""renorm": true"#, "renorm: found true; supported: false"),
  ].map { Refusal("BatchNormalization", $0, $1) }

  private static let paddings: [Refusal] = [
    (#""padding": [1]"#, "found [1]; supported: a whole number, [rows,columns], or [[top,bottom],[left,right]]"),
    (
      #""padding": [[1, 2], [1]]"#,
      "found [[1,2],[1]]; supported: a whole number, [rows,columns], or [[top,bottom],[left,right]]"
    ),
    (#""padding": -1"#, "found -1; supported: 0 to 268435456"),
    (#""padding": [0, 268435457]"#, "found 268435457; supported: 0 to 268435456"),
  ].map { Refusal("ZeroPadding2D", $0, "padding: " + $1) }
}
