import Network
import Testing

/// A network small enough for central differences, and what it is there for.
struct EngineCase: Sendable, CustomTestStringConvertible {
  let name: String
  let input: ImageShape
  let layers: [LayerKind]

  init(_ name: String, _ rows: Int, _ columns: Int, _ channels: Int = 1, _ layers: LayerKind...) {
    self.name = name
    input = ImageShape(rows: rows, columns: columns, channels: channels)
    self.layers = layers
  }

  /// A drawn network, which is called by its layers.
  init(_ input: ImageShape, _ layers: [LayerKind]) {
    name = "\(input): " + layers.map(\.className).joined(separator: ", ")
    (self.input, self.layers) = (input, layers)
  }

  var testDescription: String { name }

  func architecture() throws(ArchitectureError) -> Architecture {
    try Architecture(
      name: "fixture", inputShape: input, layers: layers.enumerated().map { ("layer_\($0.offset)", $0.element) })
  }

  static let all = plain + layers

  /// Networks of convolutions, maximum pooling, dropout and dense layers with rectifiers: those layers in every place, kernel
  /// sizes, and channels beside whole vectors of 16.
  static let plain = [
    EngineCase("3x3 kernel, flatten with padding", 6, 5, 1, conv(5, 3, 3), flatten, dense(3, .softmax)),
    EngineCase("1x1 kernel", 3, 4, 1, conv(3, 1, 1), flatten, dense(3, .softmax)),
    EngineCase("2x3 kernel without rectifier", 4, 6, 1, conv(4, 2, 3, .linear), flatten, dense(3, .softmax)),
    EngineCase("5x5 kernel as large as the image", 5, 5, 1, conv(7, 5, 5), flatten, dense(4, .softmax)),
    EngineCase("16 channels, flatten without padding", 4, 4, 1, conv(16, 2, 2), flatten, dense(2, .softmax)),
    EngineCase("17 channels", 3, 3, 1, conv(17, 2, 2), flatten, dense(2, .softmax)),
    EngineCase("three input channels", 4, 3, 3, conv(4, 2, 2), flatten, dense(3, .softmax)),
    EngineCase(
      "three convolutions in a row", 6, 7, 1, conv(3, 2, 3), conv(5, 3, 1), conv(4, 1, 2, .linear), flatten,
      dense(3, .softmax)),
    EngineCase("pooling that drops the last row and column", 5, 7, 1, conv(3, 1, 1), pool(2, 2), flatten, dense(3)),
    EngineCase(
      "pooling 3x2 between convolutions", 8, 6, 1, conv(3, 2, 2), pool(3, 2), conv(4, 2, 2), flatten,
      dense(3, .softmax)),
    EngineCase("pooling without rectifier", 5, 5, 1, conv(3, 2, 2, .linear), pool(2, 2), flatten, dense(3)),
    EngineCase("2x2 pooling of a 3x3 kernel on an odd image", 7, 6, 1, conv(5, 3, 3), pool(2, 2), flatten, dense(3)),
    EngineCase(
      "2x2 pooling of a 3x3 kernel without rectifier", 6, 7, 1, conv(17, 3, 3, .linear), pool(2, 2), flatten, dense(2)),
    EngineCase(
      "2x2 pooling of a 3x3 kernel behind dropout", 6, 6, 1, dropout(0.2), conv(4, 3, 3), pool(2, 2), flatten,
      dense(3)),
    EngineCase(
      "2x2 pooling of a 3x3 kernel on 17 channels", 5, 7, 1, conv(17, 1, 1), conv(2, 3, 3), pool(2, 2), flatten,
      dense(2)),
    EngineCase(
      "2x2 pooling of a 3x3 kernel on 17 channels without rectifier", 4, 6, 1, conv(17, 1, 1, .linear),
      conv(2, 3, 3, .linear), pool(2, 2), relu, flatten, dense(2)),
    EngineCase(
      "2x2 pooling of a 3x6 kernel on 3 channels", 6, 9, 1, conv(3, 1, 1), conv(2, 3, 6), pool(2, 2), flatten,
      dense(2)),
    EngineCase(
      "2x2 pooling of a 3x3 kernel on an image of 32 channels", 4, 5, 32, conv(1, 3, 3), pool(2, 2), flatten,
      dense(2)),
    EngineCase(
      "3x3 kernel on a 5x5 image of 17 channels", 5, 5, 1, conv(17, 1, 1), conv(3, 3, 3), flatten, dense(2)),
    EngineCase("3x3 kernel on a 5x5 image behind another", 5, 5, 1, conv(4, 1, 1), conv(3, 3, 3), flatten, dense(2)),
    EngineCase(
      "3x3 kernel on 2x2 tiles without rectifier", 8, 8, 1, conv(2, 1, 1, .linear), conv(3, 3, 3, .linear),
      pool(4, 3), flatten, dense(2)),
    EngineCase(
      "3x3 kernels in a row behind dropout", 11, 7, 1, dropout(0.2), conv(2, 1, 3), conv(2, 3, 3), conv(3, 3, 3),
      pool(4, 1), flatten, dense(2)),
    EngineCase("pooling of the image", 6, 6, 1, pool(2, 3), conv(4, 2, 1), flatten, dense(3, .softmax)),
    EngineCase("dense layers on the image", 3, 5, 1, flatten, dense(9, .relu), dense(6), dense(10, .softmax)),
    EngineCase("dense on an image of whole vectors", 4, 4, 1, flatten, dense(5, .relu), dense(3, .softmax)),
    EngineCase("dense on an image with three channels", 2, 3, 3, flatten, dense(3, .softmax)),
    EngineCase(
      "rectifier as a layer", 4, 4, 1, conv(3, 2, 2, .linear), relu, flatten, dense(6), relu, dense(3),
      .activation(ActivationLayer(.softmax))),
    EngineCase("rectifier of the image", 3, 4, 1, relu, flatten, dense(3, .softmax)),
    EngineCase("linear activation as a layer", 3, 4, 1, linear, conv(2, 2, 2), linear, flatten, linear, dense(3)),
    EngineCase("dropout before the first convolution", 5, 5, 1, dropout(0.4), conv(4, 2, 2), flatten, dense(3)),
    EngineCase(
      "dropout between layers", 6, 6, 1, conv(5, 3, 3), dropout(0.3), pool(2, 2), dropout(0.25), flatten,
      dense(8, .relu), dropout(0.5), dense(3, .softmax)),
    EngineCase("dropout of the flattened image", 3, 7, 1, flatten, dropout(0.5), dense(4, .softmax)),
    EngineCase("dropout that drops nothing", 3, 3, 1, dropout(0), conv(3, 2, 2), flatten, dropout(0), dense(3)),
    EngineCase("convolution to one pixel, no dense layer", 3, 3, 1, conv(3, 3, 3, .linear), flatten),
  ]

  static func conv(
    _ filters: Int, _ rows: Int, _ columns: Int, _ activation: Activation = .relu,
    strides: (rows: Int, columns: Int) = (1, 1), padding: Padding = .valid, bias: Bool = true
  ) -> LayerKind {
    .convolution2D(
      Convolution2D(
        filters: filters, kernelSize: WindowSize(rows: rows, columns: columns),
        strides: WindowSize(rows: strides.rows, columns: strides.columns), padding: padding, usesBias: bias,
        activation: activation))
  }

  static func dense(_ units: Int, _ activation: Activation = .linear, bias: Bool = true) -> LayerKind {
    .dense(Dense(units: units, usesBias: bias, activation: activation))
  }

  static func pool(
    _ rows: Int, _ columns: Int, strides: (rows: Int, columns: Int)? = nil, padding: Padding = .valid
  ) -> LayerKind {
    .pooling2D(
      Pooling2D(
        kind: .maximum, poolSize: WindowSize(rows: rows, columns: columns),
        strides: strides.map { WindowSize(rows: $0.rows, columns: $0.columns) }, padding: padding))
  }

  static func dropout(_ rate: Double) -> LayerKind { .dropout(Dropout(rate: rate)) }
  static let flatten = LayerKind.flatten(Flatten())
  static let relu = LayerKind.activation(ActivationLayer(.relu))
  private static let linear = LayerKind.activation(ActivationLayer(.linear))
}
