import Network
import Testing

/// What is accepted: formats, defaults, spellings and harmless fields.
struct ArchitectureDecodingTests {
  @Test func readsKeras3() throws {
    let architecture = try decode(KerasFixture.keras3.json)
    let names = ["conv2d", "max_pooling2d", "re_lu", "activation", "flatten", "dropout", "dense", "softmax"]
    #expect(architecture.name == "every-layer")
    #expect(architecture.layers.map(\.name) == names)
    #expect(
      architecture.layers.map(\.className) == [
        "Conv2D", "MaxPooling2D", "ReLU", "Activation", "Flatten", "Dropout", "Dense", "Softmax",
      ])
    #expect(
      architecture.layers.map(\.outputShape) == [
        [24, 26, 4], [12, 8, 4], [12, 8, 4], [12, 8, 4], [384], [384], [10], [10],
      ])
    #expect(architecture.layers[5].kind == .dropout(Dropout(rate: 0.5, seed: 3)))
    #expect(architecture.endsWithSoftmax)
    #expect(try decode(architecture.keras3JSON()) == architecture)
  }

  @Test(arguments: [KerasFixture.keras28, .tensorFlow20, .keras22])
  func readsKeras2(fixture: KerasFixture) throws {
    let architecture = try decode(fixture.json)
    let expected = try Architecture(
      name: architecture.name, inputShape: ImageShape(rows: 28, columns: 28, channels: 1),
      layers: [
        (
          "conv2d_1",
          .convolution2D(Convolution2D(filters: 8, kernelSize: WindowSize(rows: 5, columns: 5), activation: .relu))
        ),
        ("max_pooling2d_1", .pooling2D(Pooling2D(kind: .maximum, poolSize: WindowSize(rows: 2, columns: 2)))),
        ("dropout_1", .dropout(Dropout(rate: 0.2))), ("flatten_1", .flatten(Flatten())),
        ("dense_1", .dense(Dense(units: 10, activation: .softmax))),
      ])
    #expect(architecture == expected)
  }

  @Test func absentFieldsHaveKerasDefaults() throws {
    let architecture = try decode(
      kerasModel(
        [
          kerasInput, kerasLayer("Conv2D", #""filters": 4, "kernel_size": 3"#), kerasLayer("MaxPooling2D"),
          kerasLayer("Flatten"), kerasLayer("Dense", #""units": 10"#),
        ], configuration: ""))
    let kinds = architecture.layers.map(\.kind)
    #expect(architecture.name == "sequential")
    #expect(kinds[0] == .convolution2D(Convolution2D(filters: 4, kernelSize: WindowSize(rows: 3, columns: 3))))
    #expect(kinds[1] == .pooling2D(Pooling2D(kind: .maximum, poolSize: WindowSize(rows: 2, columns: 2))))
    #expect(kinds[3] == .dense(Dense(units: 10)))
    #expect(!architecture.endsWithSoftmax)
  }

  @Test(arguments: [
    #""batch_shape": [null, 28, 28, 1]"#, #""batch_input_shape": [null, 28, 28, 1]"#,
  ])
  func inputShapeMayBeInTheFirstLayer(field: String) throws {
    let layers = [kerasLayer("Flatten", field), kerasLayer("Dense", #""units": 10"#)]
    #expect(try decode(kerasModel(layers)).inputShape == ImageShape(rows: 28, columns: 28, channels: 1))
    #expect(try decode(kerasModel([kerasInput] + layers)).layers[0].inputShape == [28, 28, 1])
  }

  @Test func inputShapeMayBeTheModels() throws {
    let model = kerasModel(kerasHead, configuration: #""build_input_shape": [null, 6, 7, 3], "#)
    #expect(try decode(model).inputShape == ImageShape(rows: 6, columns: 7, channels: 3))
  }

  @Test(arguments: [
    kerasLayer("Dropout", #""rate": 0.5, "seed": 7"#), kerasLayer("Dropout", #""rate": 0"#),
    kerasLayer("MaxPooling2D", #""pool_size": [2, 3], "strides": [2, 3]"#),
    kerasLayer("MaxPooling2D", #""pool_size": 3, "strides": 3"#),
    kerasLayer("MaxPooling2D", #""pool_size": 3, "strides": null"#),
    kerasLayer("Activation", #""activation": "relu""#), kerasLayer("Activation", #""activation": "linear""#),
    kerasLayer("ReLU", #""max_value": null, "negative_slope": 0.0, "threshold": 0.0"#),
    kerasLayer("Flatten", #""data_format": null, "dtype": "float32", "trainable": true"#),
    kerasLayer("Conv2D", #""filters": 4, "kernel_size": 3, "activation": null, "strides": 1, "dilation_rate": 1"#),
    kerasLayer("Conv2D", #""filters": 4, "kernel_size": 3, "kernel_initializer": "glorot_uniform""#),
    kerasLayer("Conv2D", #""filters": 4, "kernel_size": 3, "bias_initializer": "zeros""#),
    kerasLayer("Conv2D", #""filters": 4, "kernel_size": 3, "kernel_regularizer": null, "some_switch": false"#),
    kerasLayer(
      "Conv2D",
      #""filters": 4, "kernel_size": 3, "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": 3}}"#),
  ])
  func acceptsLayer(layer: String) { #expect(refusal(ofLayer: layer) == "") }

  @Test func namelessLayersGetKerasNames() throws {
    let dense = kerasLayer("Dense", #""units": 4"#)
    let architecture = try decode(
      kerasModel([
        kerasLayer("InputLayer", #""batch_shape": [null, 28, 28, 1]"#),
        kerasLayer("Conv2D", #""filters": 2, "kernel_size": 3"#), kerasLayer("ReLU"), kerasLayer("MaxPooling2D"),
        kerasLayer("Conv2D", #""filters": 2, "kernel_size": 3"#), kerasLayer("MaxPooling2D"), kerasLayer("Flatten"),
        dense, kerasLayer("Dropout", #""rate": 0.1"#), kerasLayer("Dense", #""units": 4, "name": "mine""#), dense,
        dense, kerasLayer("LeakyReLU"), kerasLayer("BatchNormalization"), kerasLayer("ELU"),
        kerasLayer("BatchNormalization"), kerasLayer("Softmax"),
      ]))
    #expect(
      architecture.layers.map(\.name) == [
        "conv2d", "re_lu", "max_pooling2d", "conv2d_1", "max_pooling2d_1", "flatten", "dense", "dropout", "mine",
        "dense_1", "dense_2", "leaky_re_lu", "batch_normalization", "elu", "batch_normalization_1", "softmax",
      ])
  }
}
