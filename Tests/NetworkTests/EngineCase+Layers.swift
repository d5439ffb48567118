import Network

extension EngineCase {
  /// Every layer and option beyond those of ``plain``.
  static let layers = windows + paddings + normalizations + functions + ends

  private static let windows = [
    EngineCase("kernel with strides", 7, 6, 1, conv(3, 3, 2, strides: (2, 1)), flatten, dense(3)),
    EngineCase(
      "3x3 kernel with strides behind another", 7, 8, 1, conv(2, 1, 1), conv(3, 3, 3, strides: (2, 2)), flatten,
      dense(2)),
    EngineCase(
      "strides larger than the kernel", 7, 8, 1, conv(3, 1, 2, strides: (3, 3)), conv(2, 2, 1), flatten, dense(2)),
    EngineCase("pooling whose windows overlap", 6, 7, 1, conv(3, 2, 2), pool(3, 2, strides: (2, 1)), flatten, dense(3)),
    EngineCase("pooling that skips pixels", 7, 7, 1, conv(3, 2, 2), pool(1, 2, strides: (2, 3)), flatten, dense(3)),
    EngineCase(
      "2x2 pooling with strides of a 3x3 kernel", 7, 6, 1, conv(3, 3, 3), pool(2, 2, strides: (1, 2)), flatten, dense(2)
    ),
    EngineCase("average pooling", 6, 7, 1, conv(3, 2, 2), average(2, 3), flatten, dense(3)),
    EngineCase(
      "average pooling of the image", 6, 6, 1, average(2, 2, strides: (1, 2)), conv(2, 2, 2), flatten, dense(3)),
    EngineCase("global average", 6, 5, 1, conv(5, 3, 3), globalAverage, dense(3)),
    EngineCase("global maximum of 17 channels", 5, 5, 1, conv(17, 2, 2), globalMaximum, dense(2)),
  ]

  private static let paddings = [
    EngineCase("3x3 kernel on a padded image", 4, 5, 1, conv(3, 3, 3, padding: .same), flatten, dense(3)),
    EngineCase(
      "padded 3x3 kernel behind another", 5, 4, 1, conv(2, 1, 1), conv(3, 3, 3, padding: .same), flatten, dense(2)),
    EngineCase(
      "padded 3x3 kernel with a bias of its own layer", 4, 4, 1, conv(2, 1, 1, .linear),
      conv(2, 3, 3, .linear, padding: .same), flatten, dense(2)),
    EngineCase(
      "padded kernel of an even size with strides", 5, 6, 1, conv(2, 4, 2, strides: (2, 3), padding: .same), flatten,
      dense(3)),
    EngineCase("kernel larger than the image", 2, 3, 1, conv(2, 4, 5, padding: .same), flatten, dense(3)),
    EngineCase(
      "2x2 pooling of a padded 3x3 kernel", 5, 6, 1, conv(3, 3, 3, padding: .same), pool(2, 2), flatten, dense(2)),
    EngineCase(
      "2x2 pooling of a padded 3x3 kernel on 17 channels", 4, 4, 1, conv(17, 1, 1), conv(2, 3, 3, padding: .same),
      pool(2, 2), flatten, dense(2)),
    EngineCase("padded pooling", 5, 5, 1, conv(3, 1, 2), pool(2, 3, padding: .same), flatten, dense(3)),
    EngineCase(
      "padded pooling, smallest numbers below zero", 4, 5, 1, conv(3, 1, 1, .linear),
      pool(3, 3, strides: (2, 1), padding: .same), flatten, dense(2)),
    EngineCase("padded average pooling", 5, 5, 1, conv(3, 1, 2), average(2, 3, padding: .same), flatten, dense(3)),
    EngineCase("zeros around the image", 3, 4, 1, zeros(1, 2, 0, 1), conv(3, 3, 3), flatten, dense(3)),
    EngineCase("zeros between layers", 4, 4, 1, conv(3, 2, 2), zeros(2, 0, 1, 1), conv(2, 3, 3), flatten, dense(2)),
    EngineCase("zeros that are none", 3, 3, 1, zeros(0, 0, 0, 0), conv(3, 2, 2), flatten, dense(3)),
    EngineCase("rescaled image", 4, 4, 1, rescaling(2, -1), conv(3, 2, 2), flatten, dense(3)),
    EngineCase(
      "rescaling between layers", 4, 4, 1, conv(3, 2, 2), rescaling(-0.5, 0.25), flatten, rescaling(3, 0), dense(3)),
    EngineCase("rescaled three channels", 3, 3, 3, rescaling(0.3, 0.1), conv(2, 2, 2), flatten, dense(3)),
  ]

  private static let normalizations = [
    EngineCase(
      "normalisation before the rectifier", 5, 5, 1, conv(3, 2, 2, .linear), normalized(), relu, flatten, dense(3)),
    EngineCase("normalisation behind the rectifier", 5, 5, 1, conv(3, 2, 2), normalized(), flatten, dense(3)),
    EngineCase(
      "normalisation without gamma, no bias before it", 5, 5, 1, conv(3, 2, 2, .linear, bias: false),
      normalized(scale: false), relu, flatten, dense(3)),
    EngineCase("normalisation without beta", 5, 5, 1, conv(3, 2, 2), normalized(center: false), flatten, dense(3)),
    EngineCase(
      "normalisation without parameters of 17 channels", 4, 4, 1, conv(17, 2, 2, .linear),
      normalized(center: false, scale: false), flatten, dense(2)),
    EngineCase("normalised image", 5, 4, 1, normalized(), conv(3, 2, 2), flatten, dense(3)),
    EngineCase("normalised image of three channels", 4, 3, 3, normalized(), flatten, dense(3)),
    EngineCase(
      "normalisation between a 3x3 kernel and pooling", 6, 6, 1, conv(2, 1, 1, .linear), conv(2, 3, 3, .linear),
      normalized(), pool(2, 2), flatten, dense(2)),
    EngineCase(
      "normalisation of dense layers behind dropout", 4, 4, 1, flatten, dropout(0.2), dense(5), normalized(), relu,
      dense(3)),
  ]

  private static let functions =
    activations.map { EngineCase("\($0) of a convolution", 4, 4, 1, conv(3, 2, 2, $0), flatten, dense(3)) }
    + activations.map { EngineCase("\($0) of a dense layer", 3, 3, 1, flatten, dense(5, $0), dense(3)) }
    + activations.map {
      EngineCase("\($0) as a layer", 4, 4, 1, .activation(ActivationLayer($0)), conv(2, 2, 2), flatten, dense(3))
    }
    + activations.map {
      EngineCase("2x2 pooling of a 3x3 kernel with \($0)", 5, 6, 1, conv(2, 3, 3, $0), pool(2, 2), flatten, dense(2))
    }

  private static let ends = [
    EngineCase(
      "leaky logits", 3, 3, 1, conv(3, 2, 2), flatten, dense(3), .activation(ActivationLayer(.leakyReLU(slope: 0.3)))),
    EngineCase(
      "dropped channels", 4, 5, 1, conv(18, 2, 2), .dropout(Dropout(rate: 0.4, isSpatial: true)), conv(3, 1, 1),
      flatten,
      dense(3)),
    EngineCase("normalised logits", 4, 4, 1, conv(3, 2, 2), flatten, dense(3), normalized()),
    EngineCase("no bias anywhere", 4, 4, 1, conv(3, 2, 2, bias: false), flatten, dense(3, .softmax, bias: false)),
    EngineCase(
      "averages of a convolution, no dense layer", 5, 5, 1, conv(3, 3, 3), conv(3, 1, 1, .linear), globalAverage),
    EngineCase(
      "largest numbers of a convolution, no dense layer", 4, 4, 1, conv(4, 2, 2), conv(3, 1, 1, .linear), globalMaximum,
      .activation(ActivationLayer(.softmax))),
  ]

  /// Every function between layers.
  static let activations: [Activation] = [
    .leakyReLU(slope: 0.2), .elu(alpha: 0.7), .gelu(approximate: false), .gelu(approximate: true), .tanh, .sigmoid,
    .softmax, .relu6, .boundedReLU(maximum: 2, slope: 0.1, threshold: 0.25), .selu, .silu, .softplus, .softsign,
  ]

  private static func average(
    _ rows: Int, _ columns: Int, strides: (rows: Int, columns: Int)? = nil, padding: Padding = .valid
  ) -> LayerKind {
    .pooling2D(
      Pooling2D(
        kind: .average, poolSize: WindowSize(rows: rows, columns: columns),
        strides: strides.map { WindowSize(rows: $0.rows, columns: $0.columns) }, padding: padding))
  }

  private static func zeros(_ top: Int, _ bottom: Int, _ left: Int, _ right: Int) -> LayerKind {
    .zeroPadding2D(ZeroPadding2D(top: top, bottom: bottom, left: left, right: right))
  }

  private static func rescaling(_ scale: Double, _ offset: Double) -> LayerKind {
    .rescaling(Rescaling(scale: scale, offset: offset))
  }

  private static func normalized(
    momentum: Double = 0.75, center: Bool = true, scale: Bool = true
  ) -> LayerKind {
    .batchNormalization(BatchNormalization(momentum: momentum, epsilon: 0.01, center: center, scale: scale))
  }

  private static let globalAverage = LayerKind.globalPooling2D(GlobalPooling2D(kind: .average))
  private static let globalMaximum = LayerKind.globalPooling2D(GlobalPooling2D(kind: .maximum))
  private static let tanh = LayerKind.activation(ActivationLayer(.tanh))
}
