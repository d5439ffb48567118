import Testing

/// Every field of every layer is read: nonsense in it is refused with the layer, its class, the field and what is supported.
struct ArchitectureFieldRefusalTests {
  /// A class, the options that it must have, and all fields that mean something.
  struct LayerFixture: Sendable, CustomTestStringConvertible {
    let className: String
    let options: [String: String]
    let fields: [String]

    init(_ className: String, _ fields: String, options: [String: String] = [:]) {
      self.className = className
      self.options = options
      self.fields = fields.split(separator: " ").map(String.init)
    }

    var testDescription: String { className }

    /// The layer with `value` in a field.
    func entry(_ field: String, _ value: String) -> String {
      var options = options
      options["name"] = #""odd""#
      options[field] = value
      return kerasLayer(
        className, options.sorted { $0.key < $1.key }.map { "\"\($0)\": \($1)" }.joined(separator: ", "))
    }
  }

  private static let weights =
    " activation use_bias kernel_initializer bias_initializer kernel_regularizer bias_regularizer"
    + " activity_regularizer kernel_constraint bias_constraint"
  private static let pooling = "pool_size strides padding data_format"

  static let layers = [
    LayerFixture("Activation", "activation", options: ["activation": #""relu""#]),
    LayerFixture("AveragePooling2D", pooling),
    LayerFixture(
      "BatchNormalization",
      """
      axis momentum epsilon center scale beta_initializer gamma_initializer moving_mean_initializer \
      moving_variance_initializer beta_regularizer gamma_regularizer beta_constraint gamma_constraint synchronized renorm
      """),
    LayerFixture(
      "Conv2D", "filters kernel_size strides padding data_format dilation_rate groups" + weights,
      options: ["filters": "4", "kernel_size": "3"]),
    LayerFixture("Dense", "units lora_rank quantization_config" + weights, options: ["units": "4"]),
    LayerFixture("Dropout", "rate seed noise_shape", options: ["rate": "0.5"]),
    LayerFixture("ELU", "alpha"),
    LayerFixture("Flatten", "data_format"),
    LayerFixture("GlobalAveragePooling2D", "keepdims data_format"),
    LayerFixture("GlobalMaxPooling2D", "keepdims data_format"),
    LayerFixture("Reshape", "target_shape", options: ["target_shape": "[784]"]),
    LayerFixture("LeakyReLU", "alpha negative_slope"),
    LayerFixture("MaxPooling2D", pooling),
    LayerFixture("ReLU", "max_value negative_slope threshold"),
    LayerFixture("Rescaling", "scale offset", options: ["scale": "2"]),
    LayerFixture("Softmax", "axis"),
    LayerFixture("SpatialDropout2D", "rate seed data_format", options: ["rate": "0.5"]),
    LayerFixture("ZeroPadding2D", "padding data_format"),
  ]

  @Test("nonsense in a field", arguments: layers)
  func nonsense(layer: LayerFixture) {
    for field in layer.fields + ["trainable", "dtype", "autocast", "no_such_option"] {
      for value in [#"{"nonsense":1}"#, #""nonsense""#, #"["nonsense"]"#] {
        let message = refusal(ofLayer: layer.entry(field, value))
        #expect(
          message.hasPrefix(#"layer "odd" (\#(layer.className)): \#(field): found "#)
            && message.contains("; supported: "), "\(field) \(value): \(message)")
      }
    }
  }

  @Test("nonsense in the input layer", arguments: ["batch_shape", "batch_input_shape", "dtype", "sparse", "ragged"])
  func input(field: String) {
    let input = kerasLayer("InputLayer", #""name": "in", "\#(field)": {"nonsense":1}"#)
    #expect(
      refusal(of: kerasModel([input] + kerasHead))
        .hasPrefix(#"layer "in" (InputLayer): \#(field): found {"nonsense":1}; supported: "#))
  }

  @Test("layers of images behind a Flatten", arguments: layers.filter { $0.className.hasSuffix("2D") })
  func place(layer: LayerFixture) {
    let entry = layer.options.isEmpty ? kerasLayer(layer.className, #""name": "odd""#) : layer.entry("name", #""odd""#)
    #expect(
      refusal(of: kerasModel([kerasInput, kerasLayer("Flatten"), entry] + kerasHead.suffix(1)))
        == #"layer "odd" (\#(layer.className)): input shape: found [784]; "#
        + "supported: an image [rows, columns, channels], before any Flatten")
  }
}
