import Network
import Testing

/// The options of every layer as Keras 2 and Keras 3 write them, and back.
struct ArchitectureLayerTests {
  @Test func readsLayersOfKeras3() throws {
    let architecture = try decode(KerasFixture.keras3Layers.json)
    #expect(architecture.inputShape == ImageShape(rows: 20, columns: 17, channels: 1))
    #expect(
      architecture.layers.prefix(6).map(\.kind) == [
        .rescaling(Rescaling(scale: 1 / 127.5, offset: -1)),
        .zeroPadding2D(ZeroPadding2D(top: 1, bottom: 2, left: 0, right: 3)),
        .convolution2D(
          Convolution2D(
            filters: 4, kernelSize: WindowSize(rows: 3, columns: 2), strides: WindowSize(rows: 2, columns: 1),
            padding: .same, usesBias: false, kernelL2: 1e-3, seed: 3)),
        .batchNormalization(BatchNormalization(momentum: 0.9, betaL2: 0.02, gammaL2: 0.01)),
        architecture.layers[4].kind,
        .pooling2D(
          Pooling2D(kind: .maximum, poolSize: window(3), strides: window(2), padding: .same)),
      ])
    #expect(activation(of: architecture.layers[4]) == .leakyReLU(slope: 0.1))
    #expect(
      architecture.layers[6...8].map(\.kind) == [
        .convolution2D(
          Convolution2D(filters: 3, kernelSize: window(1), activation: .leakyReLU(slope: 0.25), biasL2: 0.01)),
        .batchNormalization(BatchNormalization(epsilon: 1e-5, center: false, scale: false)),
        .convolution2D(Convolution2D(filters: 5, kernelSize: window(2), activation: .gelu(approximate: true))),
      ])
    #expect(
      architecture.layers[9...13].map(activation) == [
        .elu(alpha: 0.5), .leakyReLU(slope: 0.2), .gelu(approximate: false), nil, .softmax,
      ])
    #expect(
      architecture.layers.suffix(5).map(\.kind) == [
        architecture.layers[13].kind, .globalPooling2D(GlobalPooling2D(kind: .average)),
        .dropout(Dropout(rate: 0.2, seed: 5)), .dense(Dense(units: 6, usesBias: false, activation: .tanh)),
        .dense(Dense(units: 10, activation: .softmax)),
      ])
  }

  @Test func readsLayersOfKeras2() throws {
    let architecture = try decode(KerasFixture.keras2Layers.json)
    #expect(
      architecture.layers.map(\.outputShape) == [
        [20, 17, 1], [22, 21, 1], [11, 11, 4], [11, 11, 4], [11, 11, 4], [6, 6, 4], [6, 6, 3], [6, 6, 3], [6, 6, 3],
        [6, 6, 3], [3], [3], [3], [10],
      ])
    // Keras 2 keeps numbers in single precision.
    let slope = Double(Float(0.1))
    #expect(activation(of: architecture.layers[4]) == .leakyReLU(slope: slope))
    #expect(architecture.layers[1].kind == .zeroPadding2D(ZeroPadding2D(top: 1, bottom: 1, left: 2, right: 2)))
    let tensors = architecture.tensors
    #expect(tensors[0].initializer == .glorotUniform(seed: 3))
    #expect(tensors[0].role == .trained(l2: Double(Float(1e-3))))
    #expect(
      tensors[1...4].map(\.name)
        == ["gamma", "beta", "moving_mean", "moving_variance"].map { "batch_normalization.\($0)" })
    #expect(
      tensors[1...4].map(\.role) == [
        .trained(l2: 0), .trained(l2: Double(Float(0.02))), .movingStatistic(momentum: 0.9),
        .movingStatistic(momentum: 0.9),
      ])
    #expect(tensors[1...4].map(\.initializer) == [.ones, .zeros, .zeros, .ones])
  }

  @Test(arguments: KerasFixture.allCases)
  func survivesEncoding(fixture: KerasFixture) throws {
    let architecture = try decode(fixture.json)
    #expect(try decode(architecture.keras3JSON()) == architecture)
  }

  @Test(arguments: [
    kerasLayer("LeakyReLU"), kerasLayer("LeakyReLU", #""alpha": 0"#), kerasLayer("ReLU", #""negative_slope": 0.5"#),
    kerasLayer("ELU"), kerasLayer("Softmax", #""axis": [-1]"#), kerasLayer("ZeroPadding2D"),
    kerasLayer("ZeroPadding2D", #""padding": [[1, 2], 3]"#), kerasLayer("Rescaling", #""scale": 2, "offset": 1"#),
    kerasLayer("BatchNormalization", #""axis": 3, "autocast": false, "virtual_batch_size": null"#),
    kerasLayer("BatchNormalization", #""beta_regularizer": "l2", "gamma_regularizer": null"#),
    kerasLayer("AveragePooling2D", #""padding": "SAME", "strides": [1, 2]"#),
    kerasLayer("Conv2D", #""filters": 2, "kernel_size": [40, 1], "strides": 30, "padding": "same""#),
    kerasLayer("Conv2D", #""filters": 2, "kernel_size": 1, "use_bias": false, "bias_regularizer": "L2""#),
    kerasLayer("Dropout", #""rate": 0.5, "seed": -7"#), kerasLayer("SpatialDropout2D", #""rate": 0.5, "seed": 3"#),
    kerasLayer("ReLU", #""max_value": 6.0, "threshold": 0.0"#),
    kerasLayer("ReLU", #""threshold": 0.5, "max_value": null"#),
    kerasLayer("Softmax", #""axis": 3"#), kerasLayer("BatchNormalization", #""trainable": false"#),
    kerasLayer("BatchNormalization", #""beta_regularizer": "l1", "gamma_constraint": "non_neg""#),
    kerasLayer(
      "Conv2D",
      #""filters": 2, "kernel_size": 3, "trainable": false, "kernel_constraint": {"class_name": "MaxNorm", "config": "#
        + #"{"max_value": 3, "axis": [0, 1, 2]}}, "bias_constraint": "UnitNorm", "kernel_regularizer": "#
        + #"{"class_name": "L1L2", "config": {"l1": 0.1, "l2": 0.2}}"#),
    kerasLayer(
      "Conv2D",
      #""filters": 2, "kernel_size": 3, "kernel_constraint": {"class_name": "MinMaxNorm", "config": "#
        + #"{"min_value": 0.5, "max_value": 2, "rate": 0.5, "axis": -1}}"#),
  ])
  func acceptsAndWritesBack(layer: String) throws {
    let architecture = try decode(kerasModel([kerasInput, layer] + kerasHead))
    #expect(try decode(architecture.keras3JSON()) == architecture)
  }

  @Test(arguments: [
    (#""linear""#, Activation.linear), ("null", .linear), (#""relu""#, .relu), (#""tanh""#, .tanh),
    (#""sigmoid""#, .sigmoid), (#""softmax""#, .softmax), (#""leaky_relu""#, .leakyReLU(slope: 0.2)),
    (#""relu6""#, .relu6), (#""swish""#, .silu), (#""silu""#, .silu), (#""selu""#, .selu), (#""softplus""#, .softplus),
    (#""softsign""#, .softsign),
    (#"{"class_name": "ReLU", "config": {"max_value": 6}}"#, .relu6),
    (
      #"{"class_name": "ReLU", "config": {"max_value": 2, "negative_slope": 0.1, "threshold": 0.5}}"#,
      .boundedReLU(maximum: 2, slope: 0.1, threshold: 0.5)
    ),
    (#""elu""#, .elu(alpha: 1)), (#""gelu""#, .gelu(approximate: false)),
    (#"{"class_name": "LeakyReLU", "config": {"negative_slope": 0.1}}"#, .leakyReLU(slope: 0.1)),
    (#"{"class_name": "LeakyReLU", "config": {"name": "l", "alpha": 0.2}}"#, .leakyReLU(slope: 0.2)),
    (#"{"class_name": "LeakyReLU"}"#, .leakyReLU(slope: 0.3)), (#"{"class_name": "ReLU", "config": {}}"#, .relu),
    (#"{"class_name": "ELU", "config": {"alpha": 0.7}}"#, .elu(alpha: 0.7)),
    (#"{"class_name": "Softmax", "config": {"axis": -1}}"#, .softmax),
    (#"{"class_name": "Activation", "config": {"activation": "tanh"}}"#, .tanh),
    (#"{"module": "builtins", "class_name": "function", "config": "gelu"}"#, .gelu(approximate: false)),
    (#"{"class_name": "Gelu", "config": {"approximate": true}, "registered_name": "Gelu"}"#, .gelu(approximate: true)),
    (#"{"class_name": "Gelu", "config": {"approximate": false}}"#, .gelu(approximate: false)),
  ])
  func readsActivations(json: String, activation: Activation) throws {
    let layer = kerasLayer("Conv2D", #""filters": 2, "kernel_size": 1, "activation": \#(json)"#)
    let architecture = try decode(kerasModel([kerasInput, layer] + kerasHead))
    let expected = Convolution2D(filters: 2, kernelSize: window(1), activation: activation)
    #expect(architecture.layers[0].kind == .convolution2D(expected))
    #expect(try decode(architecture.keras3JSON()) == architecture)
  }

  @Test(arguments: [
    [kerasLayer("Conv2D", #""filters": 10, "kernel_size": 3"#), kerasLayer("GlobalAveragePooling2D")],
    [kerasLayer("Flatten"), kerasLayer("Dense", #""units": 10"#), kerasLayer("BatchNormalization")],
    [kerasLayer("Flatten"), kerasLayer("Dense", #""units": 10"#), kerasLayer("LeakyReLU")],
    [kerasLayer("Flatten"), kerasLayer("Dense", #""units": 10"#), kerasLayer("Dropout", #""rate": 0.5"#)],
    [kerasLayer("Flatten"), kerasLayer("Rescaling", #""scale": 2"#)],
    kerasHead + [kerasLayer("BatchNormalization")],
  ])
  func endsWithLogits(layers: [String]) throws {
    let architecture = try decode(kerasModel([kerasInput] + layers))
    #expect(!architecture.endsWithSoftmax)
    #expect(architecture.classCount >= 2)
  }

  @Test func frozenLayersAreNotTrained() throws {
    let layers = [
      kerasLayer("Conv2D", #""filters": 2, "kernel_size": 3, "trainable": false"#),
      kerasLayer("BatchNormalization", #""trainable": false"#),
      kerasLayer("Conv2D", #""filters": 2, "kernel_size": 3"#),
    ]
    let architecture = try decode(kerasModel([kerasInput] + layers + kerasHead))
    #expect(architecture.layers.map(\.isTrained) == [false, false, true, true, true])
    #expect(architecture.tensors.prefix(6).allSatisfy { $0.role == .frozen })
    #expect(architecture.parameterCount - architecture.trainedParameterCount == 20 + 8)
  }

  @Test func seedsOfAnySignAreKept() throws {
    let layer = kerasLayer("Dropout", #""rate": 0.5, "seed": -1"#)
    #expect(
      try decode(kerasModel([kerasInput, layer] + kerasHead)).layers[0].kind == .dropout(Dropout(rate: 0.5, seed: .max))
    )
  }

  private func window(_ side: Int) -> WindowSize { WindowSize(rows: side, columns: side) }

  private func activation(of layer: Layer) -> Activation? {
    if case .activation(let options) = layer.kind { options.activation } else { nil }
  }
}
