import Collectives

/// What the runs of a point come to, beside those of one rank.
package struct ScalingResult: Sendable, Equatable {
  package let point: ScalingPoint
  /// The rates of all runs, in order.
  package let rates: [Double]
  /// Of the first run, as of all; nil without a run.
  package let learningRate: Double?
  /// Images per second; nil without a run.
  package let imagesPerSecond: Spread?
  /// The rate beside that of one rank in the same repeat, so that drift of the machine hits both; nil if that was not
  /// measured.
  ///
  /// - Formula: ψ = R(P) / R(1), which for strong scaling is T(1) / T(P).
  package let speedUp: Spread?
  /// ψ / P, the rate of each rank beside that of one alone; nil where ranks share cores.
  package let efficiency: Double?
  /// Of strong scaling (see ``KarpFlatt``); nil where ranks share cores.
  package let serialFraction: Double?
  /// The median share of the time that went into summing gradients over ranks; nil unless all runs tell it.
  package let exchangeShare: Double?

  /// - Parameter base: the series of one rank in the same mode; nil if there is none.
  package init(_ series: ScalingSeries, base: ScalingSeries?) {
    point = series.point
    rates = series.runs.map(\.imagesPerSecond)
    learningRate = series.runs.first?.learningRate
    imagesPerSecond = Spread(rates)
    speedUp = base.flatMap { Spread(zip(series.runs, $0.runs).map { $0.imagesPerSecond / $1.imagesPerSecond }) }
    let ranks = series.point.ranks
    let judged = series.point.placement.isOversubscribed ? nil : speedUp
    efficiency = judged.map { $0.median / Double(ranks) }
    serialFraction =
      point.mode == .strong ? judged.flatMap { KarpFlatt.serialFraction(speedUp: $0.median, ranks: ranks) } : nil
    let shares = series.runs.compactMap(\.exchangeShare)
    exchangeShare = shares.count == series.runs.count ? Spread(shares)?.median : nil
  }
}

extension ScalingResult: Encodable {
  private enum CodingKeys: CodingKey {
    case mode, ranks, batchSize, shards, epochs, learningRate, binding, oversubscribed, runs, imagesPerSecond, speedUp,
      efficiency, serialFraction, exchangeShare
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(point.mode, forKey: .mode)
    try container.encode(point.ranks, forKey: .ranks)
    try container.encode(point.batchSize, forKey: .batchSize)
    try container.encode(point.shards, forKey: .shards)
    try container.encode(point.epochs, forKey: .epochs)
    try container.encodeIfPresent(learningRate, forKey: .learningRate)
    try container.encode(point.placement.binding, forKey: .binding)
    try container.encode(point.placement.isOversubscribed, forKey: .oversubscribed)
    try container.encode(rates, forKey: .runs)
    try container.encodeIfPresent(imagesPerSecond, forKey: .imagesPerSecond)
    try container.encodeIfPresent(speedUp, forKey: .speedUp)
    try container.encodeIfPresent(efficiency, forKey: .efficiency)
    try container.encodeIfPresent(serialFraction, forKey: .serialFraction)
    try container.encodeIfPresent(exchangeShare, forKey: .exchangeShare)
  }
}

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
