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
  static let initializers =
    "GlorotUniform, GlorotNormal, HeUniform, HeNormal, LecunUniform, LecunNormal, VarianceScaling, RandomNormal, "
    + "RandomUniform, TruncatedNormal, Zeros, Ones, Constant"
  static let names =
    #""linear", "relu", "relu6", "leaky_relu", "elu", "gelu", "selu", "silu", "softplus", "softsign", "tanh", "#
    + #""sigmoid", "softmax""#
  static let activations = names + ", or an object of class ReLU, LeakyReLU, ELU, Softmax or Gelu"
  static let precisions =
    #""float32", "mixed_float16", "mixed_bfloat16", "float16", "bfloat16", "float64""#
  static let regularizers = "L1, L2, L1L2 with l1 and l2, or null"
  static let constraints = "MaxNorm, MinMaxNorm, NonNeg, UnitNorm, or null"

  static let convolutions: [Refusal] = [
    (#""padding": "full""#, #"padding: found "full"; supported: "valid" or "same""#),
    (#""padding": 1"#, #"padding: found 1; supported: "valid" or "same""#),
    (#""strides": [1]"#, "strides: found [1]; supported: a whole number, or [rows,columns]"),
    (#""strides": [2, 0]"#, "strides: found [2,0]; supported: from [1,1] to [268435456,268435456]"),
    (#""dilation_rate": [2, 2]"#, "dilation_rate: found [2,2]; supported: 1 or [1,1]"),
    (#""groups": 2"#, "groups: found 2; supported: 1"),
    (
      #""data_format": "channels_first""#,
      #"data_format: found "channels_first"; supported: "channels_last" or null"#
    ),
    (#""use_bias": null"#, "use_bias: found null; supported: true or false"),
    (#""trainable": null"#, "trainable: found null; supported: true or false"),
    (#""activation": "mish""#, #"activation: found "mish"; supported: \#(activations)"#),
    (#""activation": {"a": 1}"#, #"activation: found {"a":1}; supported: \#(activations)"#),
    (
      #""activation": {"class_name": "PReLU"}"#,
      #"activation: found {"class_name":"PReLU"}; supported: \#(activations)"#
    ),
    (
      #""activation": {"class_name": "LeakyReLU", "registered_name": "lab>LeakyReLU"}"#,
      #"activation.registered_name: found "lab>LeakyReLU"; supported: null: Keras' own classes, no custom ones"#
    ),
    (
      #""activation": {"class_name": "LeakyReLU", "config": {"negative_slope": -0.5}}"#,
      "negative_slope: found -0.5; supported: a number from 0"
    ),
    (
      #""activation": {"class_name": "ReLU", "config": {"max_value": "high"}}"#,
      #"activation.max_value: found "high"; supported: a number, or null"#
    ),
    (
      #""activation": {"class_name": "function", "config": "relu", "registered_name": "lab>relu"}"#,
      #"activation.registered_name: found "lab>relu"; supported: null: Keras' own classes, no custom ones"#
    ),
    (
      #""activation": {"class_name": "function", "config": "mish"}"#,
      #"activation: found {"class_name":"function","config":"mish"}; supported: \#(activations)"#
    ),
    (#""dtype": "int8""#, #"dtype: found "int8"; supported: \#(precisions)"#),
    (
      #""dtype": {"class_name": "DTypePolicy", "config": {"name": "int8_from_float32"}}"#,
      #"dtype: found {"class_name":"DTypePolicy","config":{"name":"int8_from_float32"}}; supported: \#(precisions)"#
    ),
    (
      #""kernel_initializer": "orthogonal""#, #"kernel_initializer: found "orthogonal"; supported: \#(initializers)"#
    ),
    (
      #""kernel_initializer": {"class_name": "GlorotUniform", "config": {"input_axes": [0]}}"#,
      "kernel_initializer.input_axes: found [0]; supported: \(absentOnly)"
    ),
    (
      #""bias_initializer": {"class_name": "Constant", "config": {"value": 1e60}}"#,
      "bias_initializer: found 1e+60; supported: a finite number, in single precision"
    ),
    (#""bias_initializer": null"#, "bias_initializer: found null; supported: \(initializers)"),
    (
      #""kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": 1.5}}"#,
      "kernel_initializer: found 1.5; supported: a seed that is a whole number, or null"
    ),
    (#""kernel_regularizer": {"l2": 0.1}"#, #"kernel_regularizer: found {"l2":0.1}; supported: \#(regularizers)"#),
    (#""bias_regularizer": "ortho""#, #"bias_regularizer: found "ortho"; supported: \#(regularizers)"#),
    (#""bias_regularizer": "l1_l2""#, #"bias_regularizer: found "l1_l2"; supported: \#(regularizers)"#),
    (
      #""kernel_regularizer": {"class_name": "L1L2", "config": {"l2": 0.1}}"#,
      #"kernel_regularizer: found {"class_name":"L1L2","config":{"l2":0.1}}; supported: \#(regularizers)"#
    ),
    (
      #""kernel_regularizer": {"class_name": "L2", "config": {"l2": -1}}"#,
      "kernel_regularizer: found -1.0; supported: a number from 0"
    ),
    (
      #""activity_regularizer": "l2""#,
      #"activity_regularizer: found "l2"; supported: null: penalties of weights alone, kernel_regularizer and "#
        + "bias_regularizer"
    ),
    (#""bias_constraint": "round""#, #"bias_constraint: found "round"; supported: \#(constraints)"#),
    (
      #""bias_constraint": {"class_name": "MaxNorm", "config": {"max_value": 1, "axis": [0, 1]}}"#,
      "bias_constraint.axis: found [0, 1] of a tensor of shape [4]; supported: one or more of its axes 0 to 0, each once"
    ),
    (
      #""kernel_constraint": {"class_name": "MinMaxNorm", "config": {"rate": 2}}"#,
      "kernel_constraint.rate: found 2.0; supported: a number from 0 to 1"
    ),
    (#""paddding": "valid""#, #"paddding: found "valid"; supported: \#(absentOnly)"#),
    (#""name": 3"#, "name: found 3; supported: a string"),
  ].map { Refusal("Conv2D", #""filters": 4, "kernel_size": 3, \#($0)"#, $1) }

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
