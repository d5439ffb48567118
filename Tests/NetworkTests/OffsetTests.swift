import Network
import Testing

/// How many images a network can compute at once: offsets have 31 bits.
@Suite("Offsets of images that are computed at once")
struct OffsetTests {
  @Test("more numbers than offsets tell apart are refused, with the layer and what to do")
  func tooMany() throws {
    let wide = kerasLayer("Conv2D", #""filters": 2, "kernel_size": [1, 400000], "padding": "same", "name": "wide""#)
    let architecture = try decode(kerasModel([kerasInput, wide] + kerasHead))
    let error = #expect(throws: ArchitectureError.self) { try architecture.requireOffsets(imagesAtOnce: 32) }
    #expect(
      error?.description.contains(
        #"layer "wide" (Conv2D): shape: found [28, 28, 1] of 32 images at once; supported: at most 2147483647 numbers"#)
        == true)
    #expect(throws: ArchitectureError.self) { try architecture.requireOffsets(imagesAtOnce: .max) }
  }

  @Test("an image that is too large is refused with its model, whatever layer makes it so")
  func oneImage() {
    let padded = kerasLayer("ZeroPadding2D", #""padding": 5800, "name": "wide""#)
    #expect(
      refusal(of: kerasModel([kerasInput, padded] + kerasHead)) == """
        layer "wide" (ZeroPadding2D): shape: found [11628, 11628, 1]; supported: at most 2147483647 numbers in memory, \
        where channels are multiples of 16
        """)
  }

  @Test("every preset takes the most images that a leaf may have")
  func presets() throws {
    for name in ["lab-001", "lab-003", "lab-004", "best", "best-long"] {
      try #require(Preset.named(name)).architecture().requireOffsets(imagesAtOnce: 4096)
    }
  }
}
