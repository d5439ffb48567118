import Checkpoints
import Testing

@Suite struct WeightsDigestTests {
  /// Expected: Python's `hashlib.sha256(struct.pack("<3f", 1.5, -2.0, 0.1) + struct.pack("<I", 0x7FC00001))`.
  @Test func isSHA256OfTheLittleEndianBytesInOrder() {
    let weights = [
      Tensor(name: "a", shape: [2], values: [1.5, -2]),
      Tensor(name: "b", shape: [2, 1], values: [0.1, Float(bitPattern: 0x7FC0_0001)]),
    ]
    let expected = "93300f1e36815ec4c42e430299591a3ef7db7eabae1f8e0b01698d5daa1c88df"
    #expect(WeightsDigest.hexadecimal(of: weights) == expected)
    #expect(WeightsDigest.hexadecimal(of: weights.reversed()) != expected)
  }

  @Test func ofNothingIsThatOfTheEmptyString() {
    let expected = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    #expect(WeightsDigest.hexadecimal(of: []) == expected)
  }
}
