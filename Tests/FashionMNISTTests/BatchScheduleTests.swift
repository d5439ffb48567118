import FashionMNIST
import Testing

/// Every image is in one batch of an epoch, and only the last batch may be short.
@Suite struct BatchScheduleTests {
  @Test(
    arguments: [1, 2, 5, 63, 64, 65, 127, 128, 129, 1000, 1023],
    [(1, 1), (1, 7), (4, 32), (8, 64), (16, 64), (12, 12), (3, 96)])
  func nothingIsDroppedOrRepeated(_ images: Int, _ pair: (shards: Int, batchSize: Int)) throws {
    guard pair.shards <= images else { return }
    let count = try ShardCount(pair.shards, batchSize: pair.batchSize, images: images)
    let schedule = try BatchSchedule(count)
    #expect(schedule.stepsPerEpoch == (images + pair.batchSize - 1) / pair.batchSize)
    for shard in 0..<pair.shards {
      let positions = (0..<schedule.stepsPerEpoch).flatMap { schedule.slice(step: $0, shard: shard) }
      #expect(positions == Array(0..<schedule.partition.range(of: shard).count))
    }
    for step in 0..<schedule.stepsPerEpoch {
      let slices = (0..<pair.shards).map { schedule.slice(step: step, shard: $0).count }
      #expect(slices.reduce(0, +) == schedule.images(step: step))
      #expect(step == schedule.stepsPerEpoch - 1 || slices.allSatisfy { $0 == count.imagesPerShardAndBatch })
    }
  }

  @Test func theLastBatchOfFashionMNISTIsShort() throws {
    let schedule = try BatchSchedule(ShardCount(batchSize: 128, images: 60000))
    #expect((schedule.partition.shards, schedule.imagesPerShardAndBatch, schedule.stepsPerEpoch) == (32, 4, 469))
    #expect((schedule.images(step: 467), schedule.images(step: 468)) == (128, 96))
    // Beyond the epoch there is nothing.
    #expect(schedule.images(step: 469) == 0)
    #expect(schedule.slice(step: 469, shard: 0).isEmpty)
  }

  @Test(
    arguments: [1, 2, 5, 63, 64, 65, 127, 128, 129, 1000, 1023],
    [(1, 1), (1, 7), (4, 32), (8, 64), (16, 64), (12, 12), (3, 96)])
  func filledSlicesAreCounted(_ images: Int, _ pair: (shards: Int, batchSize: Int)) throws {
    guard pair.shards <= images else { return }
    let schedule = try BatchSchedule(ShardCount(pair.shards, batchSize: pair.batchSize, images: images))
    for step in 0...schedule.stepsPerEpoch {
      for first in 0...pair.shards {
        let shards = first..<pair.shards
        let filled = shards.filter { !schedule.slice(step: step, shard: $0).isEmpty }.count
        #expect(schedule.filledSlices(step: step, shards: shards) == filled, "step \(step), shards \(shards)")
      }
      #expect(
        schedule.filledSlices(step: step, shards: 0..<1) == (schedule.slice(step: step, shard: 0).isEmpty ? 0 : 1))
    }
  }
}
