import Network
import Testing

/// The models that come with the program: sizes, shapes and tensors.
struct ArchitecturePresetTests {
  @Test(arguments: [
    ("lab-001", 93_322), ("lab-003", 241_546), ("lab-004", 225_034), ("lab-004-leaky", 356_234), ("best", 279_722),
    ("best-long", 1_167_786),
  ])
  func hasItsParameters(name: String, count: Int) throws {
    let architecture = try #require(Preset.named(name)).architecture()
    #expect(architecture.name == name)
    #expect(architecture.inputShape == ImageShape(rows: 28, columns: 28, channels: 1))
    #expect(architecture.parameterCount == count)
    #expect(architecture.tensors.reduce(0) { $0 + $1.elementCount } == count)
    #expect(architecture.classCount == 10)
    #expect(architecture.endsWithSoftmax)
  }

  @Test func namesAreListedInOrder() {
    #expect(Preset.all.map(\.name) == ["lab-001", "lab-003", "lab-004", "lab-004-leaky", "best", "best-long"])
    #expect(Preset.names == "lab-001, lab-003, lab-004, lab-004-leaky, best, best-long")
    #expect(Preset.named("lab-002") == nil)
  }

  @Test func lab001HasItsShapes() throws {
    let layers = try #require(Preset.named("lab-001")).architecture().layers
    #expect(
      layers.map(\.outputShape) == [
        [26, 26, 32], [13, 13, 32], [11, 11, 64], [5, 5, 64], [3, 3, 64], [576], [64], [10],
      ]
    )
    #expect(layers.map(\.parameterCount) == [320, 0, 18_496, 0, 36_928, 0, 36_928, 650])
    for (layer, next) in zip(layers, layers.dropFirst()) { #expect(next.inputShape == layer.outputShape) }
    #expect(layers[0].inputShape == [28, 28, 1])
  }

  @Test func lab003HasItsLayers() throws {
    let layers = try #require(Preset.named("lab-003")).architecture().layers
    let convolutions = [32, 64, 128].map { filters in
      LayerKind.convolution2D(
        Convolution2D(filters: filters, kernelSize: WindowSize(rows: 3, columns: 3), activation: .relu))
    }
    let pooling = LayerKind.pooling2D(Pooling2D(kind: .maximum, poolSize: WindowSize(rows: 2, columns: 2)))
    let dropout = LayerKind.dropout(Dropout(rate: 0.25))
    #expect(
      layers.map(\.kind) == [
        convolutions[0], pooling, dropout, convolutions[1], pooling, dropout, convolutions[2], .flatten(Flatten()),
        .dense(Dense(units: 128, activation: .relu)), dropout, .dense(Dense(units: 10, activation: .softmax)),
      ])
    #expect(layers.map(\.parameterCount) == [320, 0, 0, 18_496, 0, 0, 73_856, 0, 147_584, 0, 1290])
  }

  @Test func lab004HasItsTensors() throws {
    let tensors = try #require(Preset.named("lab-004")).architecture().tensors
    #expect(
      tensors.map(\.name) == [
        "conv2d.kernel", "conv2d.bias", "conv2d_1.kernel", "conv2d_1.bias", "dense.kernel", "dense.bias",
        "dense_1.kernel", "dense_1.bias",
      ])
    #expect(
      tensors.map(\.shape) == [[3, 3, 1, 32], [32], [3, 3, 32, 64], [64], [1600, 128], [128], [128, 10], [10]])
    #expect(tensors.map(\.initializer) == (0..<8).map { $0.isMultiple(of: 2) ? .glorotUniform() : .zeros })
  }

  @Test func fansFollowKeras() {
    let convolution = TensorDescription(name: "k", shape: [5, 3, 32, 64], initializer: .glorotUniform())
    #expect((convolution.fanIn, convolution.fanOut) == (480, 960))
    let dense = TensorDescription(name: "k", shape: [576, 64], initializer: .glorotUniform())
    #expect((dense.fanIn, dense.fanOut) == (576, 64))
    let bias = TensorDescription(name: "b", shape: [64], initializer: .zeros)
    #expect((bias.fanIn, bias.fanOut) == (64, 64))
  }

  @Test(arguments: Preset.all.map(\.name))
  func survivesEncoding(name: String) throws {
    let architecture = try #require(Preset.named(name)).architecture()
    let json = architecture.keras3JSON()
    #expect(try decode(json) == architecture)
    #expect(try decode(json).keras3JSON() == json)
  }
}
