import CounterRandom
import Testing

/// Philox4x32-10 against the known-answer vectors that come with Random123 (`tests/kat_vectors`).
@Suite struct PhiloxTests {
  struct KnownAnswer: Sendable {
    let counter: SIMD4<UInt32>
    let seed: UInt64
    let words: SIMD4<UInt32>
  }

  static let knownAnswers = [
    KnownAnswer(
      counter: SIMD4(repeating: 0), seed: 0,
      words: SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8)),
    KnownAnswer(
      counter: SIMD4(repeating: .max), seed: .max,
      words: SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd)),
    // The digits of π. The seed's low word is the first word of the key.
    KnownAnswer(
      counter: SIMD4(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344), seed: 0x299f_31d0_a409_3822,
      words: SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1)),
  ]

  @Test(arguments: knownAnswers) func givesTheKnownAnswer(_ answer: KnownAnswer) {
    #expect(Philox(seed: answer.seed).words(answer.counter) == answer.words)
  }

  @Test func purposesAndLayersNeverShareACounter() {
    let purposes: [RandomPurpose] = [.order, .initialWeights, .dropout]
    let words = purposes.flatMap { purpose in (0..<100).map { purpose.word(layer: $0) } }
    #expect(Set(words).count == words.count)
  }
}
