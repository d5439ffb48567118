import CounterRandom
import KernelInterface
import Support
import Testing

/// Random erasing: the rectangle and nothing else.
@Suite("Erased images")
struct ImageErasingTests {
  private static let (rows, columns) = (9, 11)
  private static let image = (0..<rows * columns).map { Float($0 + 1000) }

  /// The image after erasing.
  private static func erased(_ transform: ImageTransform, levelsPerUnit: Float = 255) throws -> [Float] {
    let floats = GuardedFloats(image)
    ImageErasing(in: floats.view, columns: columns, levelsPerUnit: levelsPerUnit).erase(transform)
    try #require(floats.overrun == nil)
    return floats.array
  }

  @Test("what erases nothing changes nothing, with noise or without", arguments: [nil, noise])
  func nothing(noise: PixelNoise?) throws {
    var transform = ImageTransform()
    transform.noise = noise
    #expect(try Self.erased(transform) == Self.image)
  }

  @Test("a rectangle becomes zero", arguments: [(2..<5, 3..<9), (0..<9, 0..<11), (8..<9, 10..<11)])
  func zeros(rows: Range<Int>, columns: Range<Int>) throws {
    var transform = ImageTransform()
    (transform.erasedRows, transform.erasedColumns) = (rows, columns)
    let found = try Self.erased(transform)
    for (place, value) in found.enumerated() {
      let isErased = rows ~= place / Self.columns && columns ~= place % Self.columns
      #expect(value == (isErased ? 0 : Self.image[place]))
    }
  }

  @Test("or random grey levels: bytes of words that depend on seed, image and epoch", arguments: [1, 255] as [Float])
  func levels(perUnit: Float) throws {
    var transform = ImageTransform()
    (transform.erasedRows, transform.erasedColumns, transform.noise) = (1..<8, 2..<7, Self.noise)
    let found = try Self.erased(transform, levelsPerUnit: perUnit)
    for index in 0..<35 {
      let words = Philox(seed: 1).words(SIMD4(UInt32(index / 16), 2, 3, 4))
      let level = UInt8(truncatingIfNeeded: words[index % 16 / 4] >> (8 * UInt32(index % 4)))
      #expect(found[(1 + index / 5) * Self.columns + 2 + index % 5] == Float(level) / perUnit)
    }
    #expect(zip(found, Self.image).count { $0 != $1 } == 35)
  }

  private static let noise = PixelNoise(seed: 1, image: 2, epoch: 3, purpose: 4)
}
