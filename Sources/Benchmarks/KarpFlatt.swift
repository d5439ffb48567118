/// The experimentally determined serial fraction: what limits a speed-up, told apart from imperfect balance.
///
/// It stays the same over numbers of ranks where a part of the work is serial, and grows where ranks cost.
package enum KarpFlatt {
  /// The serial fraction that explains `speedUp` on `ranks` ranks; nil where the formula has no value, as on one rank.
  ///
  /// - Formula: e = (1/ψ − 1/p) / (1 − 1/p), for a speed-up ψ on p ranks. Negative where ψ is larger than p.
  /// - Source: Karp and Flatt, *Measuring Parallel Processor Performance*, CACM 33 (5), 1990, equation 2.
  package static func serialFraction(speedUp: Double, ranks: Int) -> Double? {
    guard ranks > 1, speedUp > 0, speedUp.isFinite else { return nil }
    let inverse = 1 / Double(ranks)
    return (1 / speedUp - inverse) / (1 - inverse)
  }
}
