import Benchmarks
import Collectives
import Testing

@Suite("Scaling points")
struct ScalingPointTests {
  private let placement = RankPlacement(
    ranks: 3, threads: 1,
    processors: Processors(count: 4, cores: 4, isWholeMachine: true))

  @Test("of strong scaling have the batch of one rank")
  func strong() {
    let point = ScalingPoint(mode: .strong, oneRankBatch: 64, oneRankShards: 16, oneRankEpochs: 2, placement: placement)
    #expect(point == ScalingPoint(mode: .strong, batchSize: 64, shards: 16, epochs: 2, placement: placement))
    #expect(point.ranks == 3)
  }

  @Test("of weak scaling give every rank the leaves and the steps of one")
  func weak() {
    let point = ScalingPoint(mode: .weak, oneRankBatch: 64, oneRankShards: 16, oneRankEpochs: 2, placement: placement)
    #expect(point == ScalingPoint(mode: .weak, batchSize: 192, shards: 48, epochs: 6, placement: placement))
  }

  @Test("of independent runs have the batch of one rank each")
  func independent() {
    let point = ScalingPoint(
      mode: .independent, oneRankBatch: 64, oneRankShards: 16, oneRankEpochs: 2, placement: placement)
    #expect(point == ScalingPoint(mode: .independent, batchSize: 64, shards: 16, epochs: 2, placement: placement))
  }
}
