import Network
import Testing

/// Everything unsupported is refused with the layer, its class, the field, what was found, and what is supported.
struct ArchitectureRefusalTests {
  /// A layer's class and options, and the message after the layer's name.
  struct Refusal: Sendable, CustomTestStringConvertible {
    let className: String
    let options: String
    let message: String

    init(_ className: String, _ options: String, _ message: String) {
      self.className = className
      self.options = options
      self.message = message
    }

    var testDescription: String { "\(className) {\(options)}" }
  }

  static let absentOnly = "no such option here: leave it out, or null"
  static let glorotOnly = #""glorot_uniform""#

  static let convolutions: [Refusal] = [
    (#""padding": "same""#, #"padding: found "same"; supported: "valid""#),
    (#""strides": [2, 2]"#, "strides: found [2,2]; supported: 1 or [1,1]"),
    (#""strides": [1]"#, "strides: found [1]; supported: 1 or [1,1]"),
    (#""dilation_rate": [2, 2]"#, "dilation_rate: found [2,2]; supported: 1 or [1,1]"),
    (#""groups": 2"#, "groups: found 2; supported: 1"),
    (
      #""data_format": "channels_first""#,
      #"data_format: found "channels_first"; supported: "channels_last" or null"#
    ),
    (#""use_bias": false"#, "use_bias: found false; supported: true"),
    (#""use_bias": null"#, "use_bias: found null; supported: true"),
    (#""trainable": false"#, "trainable: found false; supported: true"),
    (#""activation": "tanh""#, #"activation: found "tanh"; supported: "linear", "relu", "softmax""#),
    (
      #""activation": "softmax""#,
      #"activation: found "softmax" before the last layer; supported: "softmax" in the last layer only"#
    ),
    (
      #""activation": {"class_name": "LeakyReLU"}"#,
      #"activation: found {"class_name":"LeakyReLU"}; supported: "linear", "relu", "softmax""#
    ),
    (#""dtype": "float16""#, #"dtype: found "float16"; supported: "float32""#),
    (
      #""dtype": {"class_name": "DTypePolicy", "config": {"name": "mixed_bfloat16"}}"#,
      #"dtype: found {"class_name":"DTypePolicy","config":{"name":"mixed_bfloat16"}}; supported: "float32""#
    ),
    (
      #""kernel_initializer": "he_normal""#, #"kernel_initializer: found "he_normal"; supported: \#(glorotOnly)"#
    ),
    (
      #""kernel_initializer": {"class_name": "GlorotUniform", "config": {"input_axes": [0]}}"#,
      "kernel_initializer: found "
        + #"{"class_name":"GlorotUniform","config":{"input_axes":[0]}}; supported: \#(glorotOnly)"#
    ),
    (#""bias_initializer": "ones""#, #"bias_initializer: found "ones"; supported: "zeros""#),
    (#""bias_initializer": null"#, #"bias_initializer: found null; supported: "zeros""#),
    (#""kernel_regularizer": {"l2": 0.1}"#, #"kernel_regularizer: found {"l2":0.1}; supported: \#(absentOnly)"#),
    (#""bias_constraint": "NonNeg""#, #"bias_constraint: found "NonNeg"; supported: \#(absentOnly)"#),
    (#""paddding": "valid""#, #"paddding: found "valid"; supported: \#(absentOnly)"#),
    (#""name": 3"#, "name: found 3; supported: a string"),
  ].map { Refusal("Conv2D", #""filters": 4, "kernel_size": 3, \#($0)"#, $1) }

  static let others: [Refusal] = [
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
      "MaxPooling2D", #""pool_size": [3, 3], "strides": [2, 2]"#,
      "strides: found [2,2]; supported: [3,3] or 3 or null"),
    Refusal("MaxPooling2D", #""padding": "same""#, #"padding: found "same"; supported: "valid""#),
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
    Refusal("Activation", "", #"activation: found nothing; supported: "linear", "relu", "softmax""#),
    Refusal("ReLU", #""max_value": 6.0"#, "max_value: found 6; supported: null"),
    Refusal("ReLU", #""negative_slope": 0.1"#, "negative_slope: found 0.1; supported: 0"),
    Refusal("Softmax", #""axis": 1"#, "axis: found 1; supported: -1"),
    Refusal(
      "Softmax", "", #"activation: found "softmax" before the last layer; supported: "softmax" in the last layer only"#),
    Refusal(
      "LSTM", #""units": 3"#,
      #"class_name: found "LSTM"; supported: "#
        + "Activation, Conv2D, Dense, Dropout, Flatten, InputLayer, MaxPooling2D, ReLU, Softmax"),
    Refusal(
      "InputLayer", #""batch_shape": [null, 28, 28, 1]"#,
      #"class_name: found "InputLayer"; supported: InputLayer as the first layer only"#),
  ]

  @Test(arguments: convolutions + others)
  func refusesTheLayer(refusal: Refusal) {
    // A name of its own comes first, so that a name in the options would come after it.
    let named = refusal.message.hasPrefix("name:") ? "" : #""name": "odd""#
    let options = [named, refusal.options].filter { !$0.isEmpty }.joined(separator: ", ")
    let name = named.isEmpty ? "conv2d" : "odd"
    #expect(
      NetworkTests.refusal(ofLayer: kerasLayer(refusal.className, options))
        == #"layer "\#(name)" (\#(refusal.className)): \#(refusal.message)"#)
  }
}
