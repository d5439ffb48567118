import CounterRandom
import KernelInterface
import Network
import Support

/// An image with its label and its number in the data set.
struct EngineImage: Sendable {
  var pixels: [UInt8]
  var label: Int
  var number: Int

  /// What dropout depends on besides the image.
  static let draw = RandomDraw(generator: Philox(seed: 0x0123_4567_89AB_CDEF), epoch: 3)

  static func random(
    for architecture: Architecture, number: Int, brightness: ClosedRange<UInt8> = 0...255,
    using generator: inout SeededGenerator
  ) -> EngineImage {
    let count = architecture.inputShape.axes.reduce(1, *)
    return EngineImage(
      pixels: (0..<count).map { _ in UInt8.random(in: brightness, using: &generator) },
      label: Int.random(in: 0..<architecture.classCount, using: &generator), number: number)
  }

  /// Makes all black but a spot of up to a third of the rows and columns.
  mutating func clearGround(of architecture: Architecture, using generator: inout SeededGenerator) {
    let (rows, columns, channels) = (
      architecture.inputShape.rows, architecture.inputShape.columns, architecture.inputShape.channels
    )
    let (top, left) = (
      Int.random(in: 0..<rows, using: &generator), Int.random(in: 0..<columns, using: &generator)
    )
    for index in pixels.indices {
      let (y, x) = (index / channels).quotientAndRemainder(dividingBy: columns)
      let isSpot = (top...top + rows / 3).contains(y) && (left...left + columns / 3).contains(x)
      if !isSpot { pixels[index] = 0 }
    }
  }

  /// The image for the reference, with the masks that dropout draws for it.
  func reference(in architecture: Architecture) -> ReferenceImage {
    var masks: [Int: [Float]] = [:]
    for (number, layer) in architecture.layers.enumerated() {
      guard case .dropout(let options) = layer.kind, options.rate > 0 else { continue }
      masks[number] = mask(of: layer, number: number, options)
    }
    return ReferenceImage(pixels: pixels, label: label, masks: masks)
  }

  /// A layer's mask. The elements are numbered as they lie in memory, where channels are padded to whole vectors.
  private func mask(of layer: Layer, number: Int, _ options: Dropout) -> [Float] {
    let channels = layer.inputShape.last ?? 0
    let pixels = layer.inputShape.dropLast().reduce(1, *)
    let pitch = roundedUpToLanes(channels)
    let mask = ReferenceDropout(
      generator: options.seed.map(Philox.init(seed:)) ?? Self.draw.generator, image: UInt32(self.number),
      epoch: UInt32(Self.draw.epoch), purposeAndLayer: RandomPurpose.dropout.word(layer: number), keep: 1 - options.rate
    ).mask(count: pixels * pitch)
    // Whole channels are dropped as the first pixel's would be.
    if options.isSpatial { return (0..<pixels).flatMap { _ in mask[..<channels] } }
    return (0..<pixels).flatMap { mask[$0 * pitch..<$0 * pitch + channels] }
  }
}
