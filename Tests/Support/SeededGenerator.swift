/// Random numbers for test data: the same on every machine for the same seed.
///
/// - Source: Steele, Lea, Flood: *Fast splittable pseudorandom number generators*, OOPSLA 2014 (SplitMix64). Not the
///   generator of the program, so that a test never checks a thing against itself.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// The sequence that belongs to `seed`.
  package init(seed: UInt64) { state = seed }

  /// The next 64 bits of the sequence.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Uniformly distributed floats.
  package mutating func floats(_ count: Int, in range: ClosedRange<Float> = -1...1) -> [Float] {
    (0..<count).map { _ in Float.random(in: range, using: &self) }
  }

  /// Whole numbers so small that sums of millions of their products are exact in `Float`, in any order.
  package mutating func smallIntegers(_ count: Int, in range: ClosedRange<Int> = -3...3) -> [Float] {
    (0..<count).map { _ in Float(Int.random(in: range, using: &self)) }
  }
}
