import KernelInterface
import Testing
import Training

/// How images are changed: a function of seed, epoch and image, and drawn as documented.
@Suite("Augmentation")
struct AugmentationTests {
  private static let images = 2000

  private static func transforms(
    _ settings: AugmentationSettings, seed: UInt64 = 3, epoch: Int = 0
  ) throws -> [ImageTransform] {
    let augmentation = try #require(Augmentation(settings, seed: seed, rows: 28, columns: 20))
    return (0..<images).map { augmentation.transform(image: $0, epoch: epoch) }
  }

  private static func share(_ transforms: [ImageTransform], _ isCounted: (ImageTransform) -> Bool) -> Double {
    Double(transforms.count(where: isCounted)) / Double(transforms.count)
  }

  @Test("without settings there is none")
  func none() {
    #expect(Augmentation(AugmentationSettings(), seed: 1, rows: 28, columns: 28) == nil)
  }

  @Test("draws depend on seed, epoch and image alone")
  func function() throws {
    let settings = AugmentationSettings(flip: .random, shift: 2, erasing: ErasingSettings())
    let standard = try Self.transforms(settings)
    #expect(try Self.transforms(settings) == standard)
    #expect(try Self.transforms(settings, seed: 4) != standard)
    #expect(try Self.transforms(settings, epoch: 1) != standard)
    #expect(standard[0] != standard[1] || standard[1] != standard[2])
  }

  @Test("random flips mirror a half of the images, others in every epoch")
  func randomFlip() throws {
    let epochs = try (0..<2).map { try Self.transforms(AugmentationSettings(flip: .random), epoch: $0) }
    // Five standard deviations of a share of one half.
    let tolerance = 2.5 / Double(Self.images).squareRoot()
    for epoch in epochs { #expect((Self.share(epoch, \.isMirrored) - 0.5).magnitude < tolerance) }
    let same = zip(epochs[0], epochs[1]).count { $0.isMirrored == $1.isMirrored }
    #expect((Double(same) / Double(Self.images) - 0.5).magnitude < tolerance)
    #expect(epochs.joined().allSatisfy { $0.down == 0 && $0.right == 0 && $0.erasedRows.isEmpty })
  }

  @Test("alternating flips mirror every image in every other epoch")
  func alternatingFlip() throws {
    let epochs = try (0..<4).map { try Self.transforms(AugmentationSettings(flip: .alternating), epoch: $0) }
    for (epoch, next) in zip(epochs, epochs.dropFirst()) {
      #expect(zip(epoch, next).allSatisfy { $0.isMirrored != $1.isMirrored })
    }
    #expect((Self.share(epochs[0], \.isMirrored) - 0.5).magnitude < 2.5 / Double(Self.images).squareRoot())
  }

  @Test("shifts go up to the limit, both ways, all equally often", arguments: [1, 2, 4])
  func shift(limit: Int) throws {
    let transforms = try Self.transforms(AugmentationSettings(shift: limit))
    let values = 2 * limit + 1
    for path in [\ImageTransform.down, \.right] {
      #expect(Set(transforms.map { $0[keyPath: path] }) == Set(-limit...limit))
      for value in -limit...limit {
        let share = Self.share(transforms) { $0[keyPath: path] == value }
        #expect((share * Double(values) - 1).magnitude < 5 * (Double(values) / Double(Self.images)).squareRoot())
      }
    }
  }

  @Test("erased rectangles have the probability, areas and aspects that are asked for")
  func erasing() throws {
    let erasing = ErasingSettings(probability: 0.3, area: [0.1, 0.2], aspect: [0.5, 2], fill: .zero)
    let transforms = try Self.transforms(AugmentationSettings(erasing: erasing))
    let erased = transforms.filter { !$0.erasedRows.isEmpty }
    let share = Double(erased.count) / Double(Self.images)
    #expect((share - 0.3).magnitude < 5 * (0.3 * 0.7 / Double(Self.images)).squareRoot())
    for transform in erased {
      let (height, width) = (Double(transform.erasedRows.count), Double(transform.erasedColumns.count))
      #expect(transform.noise == nil)
      #expect((0..<28).contains(transform.erasedRows) && (0..<20).contains(transform.erasedColumns))
      // Sides are rounded: within half a pixel each.
      #expect((height + 0.5) * (width + 0.5) >= 0.1 * 560 && (height - 0.5) * (width - 0.5) <= 0.2 * 560)
      #expect((height + 0.5) / (width - 0.5) >= 0.5 && (height - 0.5) / (width + 0.5) <= 2)
    }
  }

  @Test("noise is another for every image and epoch")
  func noise() throws {
    let settings = AugmentationSettings(erasing: ErasingSettings(probability: 1))
    let noises = try (0..<2).flatMap { try Self.transforms(settings, epoch: $0) }.compactMap(\.noise)
    #expect(noises.count > Self.images)
    #expect(Set(noises.map { "\($0.image) \($0.epoch)" }).count == noises.count)
  }
}
