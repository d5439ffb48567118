import KernelInterface
import Testing

/// The fingerprint by which copies of weights are compared.
@Suite("Digest of floats")
struct FloatDigestTests {
  @Test("any bit of any float changes it", arguments: [1, 15, 16, 17, 48, 1000])
  func everyBit(count: Int) {
    let buffer = Self.buffer(count)
    let digest = buffer.view.digest()
    for index in Set([0, 1, count / 2, count - 1]) where index < count {
      for bit in 0..<32 {
        let before = buffer[index]
        buffer[index] = Float(bitPattern: before.bitPattern ^ 1 << UInt32(bit))
        #expect(buffer.view.digest() != digest && buffer.view.digest().value != digest.value, "bit \(bit) of \(index)")
        buffer[index] = before
      }
    }
    #expect(buffer.view.digest() == digest)
  }

  @Test("parts add up to the whole, in any order")
  func parts() {
    let buffer = Self.buffer(1000)
    for cuts in [[0, 16, 1000], [0, 512, 528, 992, 1000], [0, 1000]] {
      var sum = FloatDigest()
      for (start, end) in zip(cuts, cuts.dropFirst()).reversed() {
        sum += buffer.view(at: start, count: end - start).digest(at: start)
      }
      #expect(sum == buffer.view.digest())
    }
  }

  @Test("floats that change places change it")
  func places() {
    let buffer = Self.buffer(64)
    let digest = buffer.view.digest()
    (buffer[3], buffer[19]) = (buffer[19], buffer[3])
    #expect(buffer.view.digest() != digest)
  }

  @Test("tells whether all are finite", arguments: [Float.nan, .infinity, -.infinity, -.nan, .signalingNaN])
  func finite(value: Float) {
    let buffer = Self.buffer(37)
    (buffer[5], buffer[6], buffer[7]) = (.greatestFiniteMagnitude, .leastNonzeroMagnitude, -0.0)
    #expect(buffer.view.digest().isFinite && FloatDigest().isFinite)
    for index in [0, 16, 31, 36] {
      let before = buffer[index]
      buffer[index] = value
      #expect(!buffer.view.digest().isFinite, "\(value) at \(index)")
      buffer[index] = before
    }
  }

  private static func buffer(_ count: Int) -> FloatBuffer {
    let buffer = FloatBuffer(count: count)
    for index in 0..<count { buffer[index] = Float(index * 7919 % 263) / 17 - 5 }
    return buffer
  }
}
