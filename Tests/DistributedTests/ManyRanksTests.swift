import Support
import Testing

extension DistributedTests {
  /// More ranks than wait for each other, or exchange slices, at once.
  @Suite("Many ranks", .timeLimit(.minutes(5)))
  struct ManyRanksTests {
    @Test("24 ranks that share memory, and 22 and 24 that do not, compute the bits of one process")
    func sameBits() async throws {
      let placements = [
        Placement(threads: 2), Placement(ranks: 24), Placement(ranks: 24, exchange: "messages"),
        Placement(ranks: 22, exchange: "messages"),
      ]
      var digests: [String] = []
      for placement in placements {
        let job = try SmallJob()
        let arguments =
          ["train", "--model", "lab-001", "--epochs", "1", "--shards", "32", "--batch-size", "64", "--no-report"]
          + ["--data", job.data, "--output-dir", job.folder.path]
          + (placement.exchange.map { ["--exchange", $0] } ?? [])
        let result = try await placement.command(arguments).run()
        try #require(result.failure == nil, "\(placement)")
        digests.append(try #require(TrainingResult(result.standardOutput), "\(result)").weightsSHA256)
      }
      #expect(Set(digests).count == 1, "\(digests)")
    }
  }
}
