import Network
import Support

/// Draws small networks over all layers and options.
struct EngineCaseGenerator {
  private enum ImageLayer: CaseIterable {
    case convolution, narrowConvolution, filtered, maximum, halving, average, normalization, activation, padding
    case rescaling, dropout, spatialDropout
  }

  private enum FlatLayer: CaseIterable { case dense, normalization, activation, dropout, rescaling }

  private enum End: CaseIterable { case softmax, softmaxLayer, logits, normalized, leaky, averages, largest }

  private var generator: SeededGenerator
  private var imageLayers = Deck(ImageLayer.allCases + [.convolution, .filtered, .halving])
  private var flatLayers = Deck(FlatLayer.allCases)
  private var ends = Deck(End.allCases)
  private var kernels = Deck([(1, 1), (2, 2), (3, 3), (2, 3), (4, 1), (1, 5)])
  private var steps = Deck([(1, 1), (1, 1), (2, 2), (2, 1), (1, 3)])
  private var paddings = Deck([Padding.valid, .same])
  private var filters = Deck([1, 2, 3, 4, 17])
  private var pools = Deck([(2, 2), (3, 2), (1, 3), (3, 3)])
  private var activations = Deck(EngineCase.activations + [.linear, .relu, .relu, .elu(alpha: 1)])
  private var biases = Deck([true, true, false])
  private var switches = Deck([(true, true), (true, false), (false, true), (false, false)])
  private var flattening = Deck<LayerKind>([
    .flatten(Flatten()), .globalPooling2D(GlobalPooling2D(kind: .average)),
    .globalPooling2D(GlobalPooling2D(kind: .maximum)), .flatten(Flatten()),
  ])

  private var layers: [LayerKind] = []
  private var size = (rows: 0, columns: 0)

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func next() -> EngineCase {
    let input = ImageShape(rows: number(4...9), columns: number(4...9), channels: number(1...3) % 3 + 1)
    (layers, size) = ([], (input.rows, input.columns))
    for _ in 0..<number(1...4) { appendImageLayer() }
    let end = ends.draw(using: &generator)
    if end == .averages || end == .largest {
      append(.convolution2D(Convolution2D(filters: number(2...4), kernelSize: WindowSize(rows: 1, columns: 1))))
      append(.globalPooling2D(GlobalPooling2D(kind: end == .averages ? .average : .maximum)))
    } else {
      append(flattening.draw(using: &generator))
      for _ in 0..<number(0...2) { appendFlatLayer() }
      append(.dense(Dense(units: number(2...5), activation: end == .softmax ? .softmax : .linear)))
      appendLogits(end)
    }
    return EngineCase(input, layers)
  }

  private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

  private mutating func append(_ kind: LayerKind) { layers.append(kind) }

  private mutating func appendLogits(_ end: End) {
    switch end {
    case .softmaxLayer: append(.activation(ActivationLayer(.softmax)))
    case .normalized: appendNormalization()
    case .leaky: append(.activation(ActivationLayer(.leakyReLU(slope: 0.3))))
    case .softmax, .logits, .averages, .largest: break
    }
  }

  private mutating func appendImageLayer() {
    switch imageLayers.draw(using: &generator) {
    case .convolution: appendConvolution(kernels.draw(using: &generator), steps.draw(using: &generator))
    case .narrowConvolution: appendConvolution((1, 1), (1, 1))
    case .filtered: appendConvolution((3, 3), (1, 1))
    case .maximum: appendPooling(.maximum, pools.draw(using: &generator), steps.draw(using: &generator))
    case .halving: appendPooling(.maximum, (2, 2), (2, 2))
    case .average: appendPooling(.average, pools.draw(using: &generator), steps.draw(using: &generator))
    case .normalization: appendNormalization()
    case .activation: append(.activation(ActivationLayer(activations.draw(using: &generator))))
    case .padding:
      let padding = ZeroPadding2D(top: number(0...2), bottom: number(0...1), left: number(0...1), right: number(0...2))
      size.rows += padding.top + padding.bottom
      size.columns += padding.left + padding.right
      append(.zeroPadding2D(padding))
    case .rescaling: append(.rescaling(Rescaling(scale: 0.5 * Double(number(1...4)), offset: -0.25)))
    case .spatialDropout: append(.dropout(Dropout(rate: 0.25, isSpatial: true)))
    case .dropout: append(.dropout(Dropout(rate: 0.25, seed: number(0...1) == 0 ? nil : 5)))
    }
  }

  private mutating func appendFlatLayer() {
    switch flatLayers.draw(using: &generator) {
    case .dense:
      append(
        .dense(
          Dense(
            units: number(2...7), usesBias: biases.draw(using: &generator),
            activation: activations.draw(using: &generator))))
    case .normalization: appendNormalization()
    case .activation: append(.activation(ActivationLayer(activations.draw(using: &generator))))
    case .dropout: append(.dropout(Dropout(rate: 0.4)))
    case .rescaling: append(.rescaling(Rescaling(scale: 2, offset: 0.5)))
    }
  }

  private mutating func appendConvolution(_ kernel: (Int, Int), _ strides: (Int, Int)) {
    let (kernelSize, strides) = (WindowSize(kernel), WindowSize(strides))
    append(
      .convolution2D(
        Convolution2D(
          filters: filters.draw(using: &generator), kernelSize: kernelSize, strides: strides,
          padding: place(kernelSize, strides), usesBias: biases.draw(using: &generator),
          activation: activations.draw(using: &generator))))
  }

  private mutating func appendPooling(_ kind: Pooling2D.Kind, _ pool: (Int, Int), _ strides: (Int, Int)) {
    let (poolSize, strides) = (WindowSize(pool), WindowSize(strides))
    append(
      .pooling2D(
        Pooling2D(kind: kind, poolSize: poolSize, strides: strides, padding: place(poolSize, strides))))
  }

  private mutating func appendNormalization() {
    let (center, scale) = switches.draw(using: &generator)
    append(.batchNormalization(BatchNormalization(momentum: 0.75, epsilon: 0.01, center: center, scale: scale)))
  }

  /// Draws a padding with which the window fits, and changes the size to that of the output.
  private mutating func place(_ window: WindowSize, _ strides: WindowSize) -> Padding {
    let isInside = window.rows <= size.rows && window.columns <= size.columns
    let padding = isInside ? paddings.draw(using: &generator) : .same
    let lost = padding == .same ? (rows: 0, columns: 0) : (rows: window.rows - 1, columns: window.columns - 1)
    size.rows = (size.rows - lost.rows + strides.rows - 1) / strides.rows
    size.columns = (size.columns - lost.columns + strides.columns - 1) / strides.columns
    return padding
  }
}

extension WindowSize {
  fileprivate init(_ sides: (Int, Int)) { self.init(rows: sides.0, columns: sides.1) }
}
