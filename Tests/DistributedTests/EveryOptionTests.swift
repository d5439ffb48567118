import Foundation
import Kernels
import Support
import Testing

extension DistributedTests {
  /// Layers, augmentation, optimisers, losses and series of runs: with all of them, too, a result does not depend on the place.
  @Suite("Same bits with every layer and option")
  struct EveryOptionTests {
    /// What is trained, besides the model.
    struct Options: Sendable, CustomTestStringConvertible {
      let testDescription: String
      let arguments: [String]

      init(_ name: String, _ arguments: String) {
        testDescription = name
        self.arguments = arguments.split(separator: " ").map(String.init)
      }

      static let all = [
        Options(
          "Nesterov's momentum, one cycle, clipping, smoothed labels, average, random augmentation",
          """
          --epochs 2 --batch-size 24 --shards 6 --optimizer sgd --learning-rate 0.05 --momentum 0.9 --nesterov \
          --schedule one-cycle --clip-norm 1 --weight-decay 0.01 --exclude-from-weight-decay bias,gamma,beta \
          --weight-average ema --ema-momentum 0.8 --loss categorical_crossentropy --label-smoothing 0.1 \
          --flip random --shift 2 --erase-probability 0.5 --validation-split 0.2 --pixel-range standardized
          """),
        Options(
          "AdamW, cosine with warm-up, alternating flips, early stopping",
          """
          --epochs 5 --batch-size 32 --shards 8 --optimizer adamw --schedule cosine --warmup-epochs 0.5 \
          --flip alternating --erase-probability 0.3 --erase-fill zero --test-augmentation flip \
          --validation-data test --early-stopping-patience 1 --min-delta 100 --restore-best-weights --pixel-range -1-1
          """),
        Options(
          "two seeds of direct convolution, Adam in steps",
          """
          --epochs 1 --batch-size 20 --shards 5 --convolution direct --repeat 2 --schedule step \
          --schedule-step-epochs 0.5 --validation-data test
          """),
        Options(
          "three drawn folds",
          "--epochs 1 --batch-size 16 --shards 4 --folds 3 --shuffle-folds --optimizer sgd --shift 1"),
      ]
    }

    let scratch: ScratchFolder
    private let model: String
    private let data: String

    init() throws {
      scratch = try ScratchFolder()
      data = try SampleDataset(trainingImages: 150, testImages: 40).write(in: scratch)
      model = try scratch.write(Array(EveryLayerModel.json.utf8), "model.json")
    }

    @Test("the same files and lines wherever they are computed", arguments: Options.all)
    func training(options: Options) async throws {
      let expected = try await outcome(options, Placement(threads: 1), in: "reference")
      #expect(!expected.isEmpty)
      for (number, placement) in Self.placements.enumerated() {
        let found = try await outcome(options, placement, in: "run-\(number)")
        #expect(found == expected, "\(placement)")
      }
      print("rank counts tested: 1, 2, 3, 4 (every layer, \(options.testDescription))")
    }

    /// Every number of ranks with every kernel set, on other numbers of threads.
    private static var placements: [Placement] {
      let sets = KernelRegistry.all.filter(\.isSupported).map(\.name)
      return [Placement(threads: 3)]
        + [1, 2, 3, 4].flatMap { ranks in
          sets.enumerated().map { number, kernels in
            Placement(ranks: ranks, threads: (ranks + number) % 2 + 1, kernels: kernels)
          }
        } + [Placement(ranks: 3, exchange: "messages")]
    }

    /// All that a run shows of its result: digests, test scores, and every epoch's numbers.
    private func outcome(_ options: Options, _ placement: Placement, in folder: String) async throws -> [String] {
      let folder = RunFolder(scratch.path(folder))
      let result = try await placement.command(
        ["train", "--model", model, "--seed", "7", "--data", data, "--output-dir", folder.path] + options.arguments
          + (placement.exchange.map { ["--exchange", $0] } ?? [])
      ).run()
      try #require(result.failure == nil, "\(placement)")
      let table = folder.path + "/runs.csv"
      guard !FileManager.default.fileExists(atPath: table) else {
        return try String(contentsOfFile: table, encoding: .utf8).split(separator: "\n").map(String.init)
      }
      let lines = try #require(TrainingResult(result.standardOutput), "\(result)")
      return [lines.weightsSHA256, lines.testLoss, lines.testAccuracy] + (try folder.epochs().map { "\($0)" })
    }
  }
}
