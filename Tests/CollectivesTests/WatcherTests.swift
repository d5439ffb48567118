import Collectives
import Foundation
import RunPhases
import Synchronization
import Testing

/// Watchers over ranks that are threads: who speaks, and when.
@Suite("Watchers", .timeLimit(.minutes(5)))
struct WatcherTests {
  /// What the watchers of all ranks have said.
  private final class Log: Sendable {
    private let lines = Mutex<[String]>([])
    private let ends = Mutex(0)

    var all: [String] { lines.withLock(\.self) }
    var endCount: Int { ends.withLock(\.self) }
    var voice: Watcher.Voice {
      Watcher.Voice(say: { line in self.lines.withLock { $0.append(line) } }, end: { self.ends.withLock { $0 += 1 } })
    }

    /// Returns when a line contains `text`, and none of `others`.
    func wait(for text: String, without others: String...) {
      while !all.contains(where: { line in line.contains(text) && !others.contains { line.contains($0) } }) { pause() }
    }

    func pause() { Thread.sleep(forTimeInterval: 0.005) }
  }

  private static let times = StallTimes(warning: 0.1, shutdown: 0)

  /// A job whose rank 1 is late until somebody has said so, and all then get on until that is said too.
  private func job(
    ranks: Int, ranksPerHost: Int, _ log: Log, _ times: StallTimes = times, interval: Double = 0.01
  ) throws {
    _ = try ThreadRanks.run(count: ranks, ranksPerHost: ranksPerHost) { ranks in
      let job = try WatchedJob(
        ranks, times, interval: interval, hostName: "h\(ranks.rank / ranksPerHost)", log.voice)
      let together = FailTogether(job.communicator) { _ in (1, "") }
      try together("loading the images") {
        if ranks.rank == 1 { log.wait(for: " was last seen loading the images") }
      }
      while try job.communicator.maximum(log.all.contains { $0.contains("go on") } ? 1 : 0) == 0 { log.pause() }
      try job.finish()
    }
  }

  @Test("one line names the late rank, one says that the job goes on", arguments: [(3, 3), (4, 2), (3, 1)])
  func late(ranks: Int, ranksPerHost: Int) throws {
    let log = Log()
    try job(ranks: ranks, ranksPerHost: ranksPerHost, log)
    let others = RankList((0..<ranks).filter { $0 != 1 })
    // On a machine that is busy, hosts may have fallen silent for each other before the others have spoken.
    let first = try #require(log.all.first)
    #expect(first.contains("wait"), "\(log.all)")
    #expect(
      log.all.contains { $0.contains("rank 1") && $0.contains(" was last seen loading the images") }, "\(log.all)")
    #expect(log.all.contains { $0.hasPrefix("the ranks go on after ") }, "\(log.all)")
    if ranksPerHost == ranks {
      #expect(first.hasPrefix("\(others) wait after loading the images for 0 s; rank 1"), "\(log.all)")
      #expect(log.all.filter { $0.hasPrefix("the ranks go on") }.count == 1, "\(log.all)")
    }
  }

  @Test("so many hosts that each hears only some of the others at a look")
  func manyHosts() throws {
    let log = Log()
    try job(ranks: 65, ranksPerHost: 1, log, StallTimes(warning: 2, shutdown: 0), interval: 0.3)
    #expect(log.all.contains { $0.contains("rank 1 (") && $0.contains("last seen loading the images") }, "\(log.all)")
  }

  @Test("after the time for it every rank ends, and one says why", arguments: [3, 1])
  func shutdown(ranksPerHost: Int) throws {
    let log = Log()
    _ = try ThreadRanks.run(count: 3, ranksPerHost: ranksPerHost) { ranks in
      let job = try WatchedJob(
        ranks, StallTimes(warning: 0, shutdown: 0.1), interval: 0.01, hostName: "h", log.voice)
      job.communicator.heartbeat?.beat(.gradients, step: 7)
      while log.endCount < 3 { log.pause() }
      job.close()
    }
    #expect(log.all.contains { $0.contains("last seen computing the gradients of step 7") }, "\(log.all)")
    #expect(log.all.allSatisfy { $0.hasSuffix("; the job ends after 0 s without progress") }, "\(log.all)")
    if ranksPerHost == 3 { #expect(log.all.count == 1) }
  }

  @Test("a host whose watchers say nothing any more is named")
  func silentHost() throws {
    let log = Log()
    _ = try ThreadRanks.run(count: 4, ranksPerHost: 2) { ranks in
      let isSilent = ranks.rank > 1
      let job = try WatchedJob(ranks, Self.times, interval: 0.01, hostName: isSilent ? "away" : "here", log.voice)
      job.communicator.heartbeat?.beat(.gradients, step: 3)
      // Who has never been heard cannot fall silent.
      log.wait(for: "step 3", without: "no word has come")
      if isSilent { job.close() }
      log.wait(for: "nothing has been heard of host away (ranks 2 and 3) for 1 s")
      job.close()
    }
  }

  @Test("where nobody watches there are no heartbeats; behind the end they go nowhere")
  func off() throws {
    let log = Log()
    _ = try ThreadRanks.run(count: 2, ranksPerHost: 2) { ranks in
      let unwatched = try WatchedJob(ranks, .off, log.voice)
      #expect(unwatched.communicator.heartbeat == nil && unwatched.host.heartbeat == nil)
      try unwatched.finish()
      let job = try WatchedJob(ranks, StallTimes(warning: 1e6, shutdown: 0), log.voice)
      job.communicator.heartbeat?.beat("resting")
      try job.finish()
      job.communicator.heartbeat?.beat(.gradients, step: 1)
    }
    #expect(log.all == [])
  }

  @Test("every collective call passes through", arguments: [1, 3])
  func calls(count: Int) throws {
    _ = try ThreadRanks.run(count: count, ranksPerHost: 2) { plain in
      let job = try WatchedJob(plain, .usual, Log().voice)
      let ranks = job.communicator
      #expect((ranks.rank, ranks.rankCount, ranks.name) == (plain.rank, plain.rankCount, plain.name))
      #expect(try ranks.maximum(ranks.rank) == count - 1)
      #expect(try ranks.gatherBytes([UInt8(ranks.rank)]) == (0..<count).map { [UInt8($0)] })
      #expect(try ranks.broadcast([9], from: count - 1) == [9])
      var values: [Float] = [1, 2]
      var span = values.mutableSpan
      try ranks.sum(&span)
      #expect(values == [Float(count), Float(2 * count)])
      let group = try ranks.split(color: ranks.rank % 2)
      #expect(group.heartbeat != nil)
      #expect(try group.maximum(1) == 1)
      let host = try ranks.sameHost()
      #expect(try host.shareMemory(byteCount: 8)?.byteCount == 8)
      try ranks.lending { try ranks.barrier() }
      try job.finish()
    }
  }
}
