import Kernels
import Support
import Testing

extension DistributedTests {
  /// The promise of the program: where it is computed does not change a bit of a result.
  @Suite("Same bits")
  struct SameBitsTests {
    /// A run's results, times left out.
    struct Outcome: Equatable {
      let weightsSHA256: String
      let testLoss: String
      let testAccuracy: String
      let epochs: [EpochMetrics]
    }

    let data: SubsetData
    let scratch: ScratchFolder

    init() throws {
      data = try SubsetData()
      scratch = try ScratchFolder()
    }

    /// lab-003 has dropout, and validates with the test set; lab-001 with a part of the training images.
    @Test(
      "two epochs give the same bits wherever they are computed", arguments: ["lab-001", "lab-003"],
      ["winograd", "direct"])
    func training(model: String, convolution: String) async throws {
      let placements = Placement.all
      let options = ["--convolution", convolution]
      let reference = try await outcome(of: model, placements[0], in: "run-0", options)
      #expect(reference.epochs.count == 2)
      for (number, placement) in placements.enumerated().dropFirst() {
        let outcome = try await outcome(of: model, placement, in: "run-\(number)", options)
        #expect(outcome == reference, "\(model), \(convolution), on \(placement), compared with \(placements[0])")
      }
      report("\(model), \(convolution) convolution,")
    }

    @Test("evaluate gives the same numbers on three ranks as on one, and those of the training")
    func evaluation() async throws {
      let trained = try await outcome(of: "lab-001", Placement(ranks: 2), in: "run")
      let arguments =
        ["evaluate", "--model-file", RunFolder(scratch.path("run")).model] + data.evaluationOptions
      var reports: Set<String> = []
      for placement in [Placement(threads: 1), Placement(ranks: 1), Placement(ranks: 3)] {
        let result = try await placement.command(arguments).run()
        #expect(result.failure == nil)
        let lines = try #require(EvaluationResult(result.standardOutput), "\(result)")
        #expect(lines.testLoss == trained.testLoss, "\(placement)")
        #expect(lines.testAccuracy == trained.testAccuracy, "\(placement)")
        reports.insert(lines.report)
      }
      #expect(reports.count == 1)
    }

    @Test("--evaluation rank0 gives the numbers of all ranks")
    func evaluationOnFirstRank() async throws {
      let all = try await outcome(of: "lab-001", Placement(ranks: 3), in: "all")
      let first = try await outcome(of: "lab-001", Placement(ranks: 3), in: "first", ["--evaluation", "rank0"])
      #expect(all == first)
    }

    @Test("--reduction mpi gives nearly the same accuracy")
    func reduction() async throws {
      let tree = try await outcome(of: "lab-001", Placement(ranks: 3), in: "tree")
      let mpi = try await outcome(of: "lab-001", Placement(ranks: 3), in: "mpi", ["--reduction", "mpi"])
      let accuracies = try [tree, mpi].map { try #require(Double($0.testAccuracy)) }
      #expect((accuracies[0] - accuracies[1]).magnitude <= 0.05, "\(accuracies)")
    }

    private func outcome(
      of model: String, _ placement: Placement, in folder: String, _ options: [String] = []
    ) async throws -> Outcome {
      let folder = RunFolder(scratch.path(folder))
      let arguments =
        ["train", "--model", model, "--epochs", "2", "--seed", "7", "--output-dir", folder.path]
        + data.trainingOptions + options + (placement.exchange.map { ["--exchange", $0] } ?? [])
      let result = try await placement.command(arguments).run()
      try #require(result.failure == nil, "\(placement)")
      let lines = try #require(TrainingResult(result.standardOutput), "\(result)")
      return Outcome(
        weightsSHA256: lines.weightsSHA256, testLoss: lines.testLoss, testAccuracy: lines.testAccuracy,
        epochs: try folder.epochs())
    }

    /// In the log of every run, so that nobody takes a skip for a pass.
    private func report(_ model: String) {
      let sets = KernelRegistry.all.filter(\.isSupported).map(\.name).joined(separator: ", ")
      print(
        """
        rank counts tested: \(list(Placement.rankCounts)) (\(model) on \(data.title))
        thread counts tested: \(list(Placement.threadCounts)); kernel sets compared: \(sets)
        """)
      for entry in KernelRegistry.all where !entry.isSupported {
        Issue.record("kernel set \(entry.name) not compared: this CPU does not run it", severity: .warning)
      }
    }

    private func list(_ numbers: [Int]) -> String { numbers.map(String.init).joined(separator: ", ") }
  }
}
