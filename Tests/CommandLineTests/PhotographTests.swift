import Foundation
import Pictures
import Support
import Testing

/// A photograph as people take it, dark on white, and a model that has only seen garments that are light on black.
@Suite("A photograph")
struct PhotographTests {
  private static let data = "/usr/share/datasets/fashion-mnist"
  private static let (rows, columns) = (480, 360)

  @Test(
    "of dark trousers on white is inverted, and seen as trousers",
    .enabled(if: FileManager.default.fileExists(atPath: data), "Fashion-MNIST is not installed"))
  func trousers() async throws {
    let scratch = try ScratchFolder()
    let run = RunFolder(scratch.path("run"))
    let training = try await LockstepProgram.run(
      "train", "--model", "lab-001", "--epochs", "1", "--limit-train-images", "12000", "--limit-test-images", "100",
      "--data", Self.data, "--output-dir", run.path, "--seed", "1")
    try #require(training.failure == nil)
    let picture = try scratch.write(Self.photograph.png, "trousers.png")
    for resize in ["nearest", "area"] {
      let result = try await LockstepProgram.run(
        "predict", "--model-file", run.model, picture, "--invert", "auto", "--resize", resize)
      #expect(result.failure == nil)
      #expect(result.outputLines[0].hasPrefix("\(picture): Trouser, "), "\(result)")
      #expect(result.standardOutput.contains("inverted: its border is light"))
    }
  }

  /// Trousers on a table that is brighter on one side, with a fold down each leg and grain everywhere.
  private static var photograph: GrayPicture {
    var generator = SeededGenerator(seed: 1)
    let pixels = (0..<rows * columns).map { index in
      let (y, x) = (Double(index / columns) / Double(rows), Double(index % columns) / Double(columns))
      let grain = Double.random(in: -8...8, using: &generator)
      guard isCloth(y, x) else { return UInt8(232 + 12 * x + grain) }
      let fold = 30 * exp(-pow((abs(x - 0.5) - 0.12) / 0.03, 2))
      return UInt8(55 + fold + grain)
    }
    return GrayPicture(rows: rows, columns: columns, pixels: pixels)
  }

  /// Whether there is cloth at a place of the picture, both coordinates from 0 to 1: a waist, and two legs from the crotch on.
  private static func isCloth(_ y: Double, _ x: Double) -> Bool {
    let fromMiddle = abs(x - 0.5)
    guard (0.04...0.96).contains(y) else { return false }
    return fromMiddle <= 0.19 + 0.03 * y && (y < 0.3 || fromMiddle >= 0.07 * (y - 0.3))
  }
}
