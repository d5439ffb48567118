import Foundation
import Support
import Testing

/// What `bench scale` prints; the launcher is a script that starts one plain process.
@Suite("Output of bench scale", .serialized)
struct ScaleOutputTests {
  let scratch: ScratchFolder
  let data: String
  let launcher: FakeLauncher

  init() throws {
    scratch = try ScratchFolder()
    data = try SampleDataset(trainingImages: 128, testImages: 16).write(in: scratch)
    launcher = try FakeLauncher(FakeLauncher.onePlainProcess)
  }

  @Test("is a table on standard output, and a line for each run on standard error")
  func table() async throws {
    let result = try await scale("--repeats", "2", "--mode", "weak")
    #expect(result.failure == nil)
    #expect(
      result.standardOutput.contains("training    lab-001, 128 images, 1 epoch, 1 thread per rank\n"), "\(result)")
    #expect(result.standardOutput.contains("launcher    mpirun (Open MPI) 0.0.0\n"), "\(result)")
    #expect(result.standardOutput.contains("\nWeak scaling: "), "\(result)")
    #expect(!result.standardOutput.contains("\nStrong scaling: "), "\(result)")
    let line = /repeat [12]\/2  weak  ranks: 1  batch: 64  images\/s: \d+/
    #expect(result.errorLines.count == 2)
    for text in result.errorLines { #expect(text.wholeMatch(of: line) != nil, "\(text)") }
  }

  @Test(
    "has the learning rate of weak scaling, which grows from the recipe's batch on unless it is told otherwise",
    arguments: [([], 0.002), (["--lr-scaling", "none"], 0.001)])
  func learningRate(options: [String], expected: Double) async throws {
    let result = try await scale(
      "--repeats", "1", "--mode", "weak", "--batch-size", "256", "--json",
      trainOptions: options)
    #expect(result.failure == nil)
    let object = try JSONSerialization.jsonObject(with: Data(result.standardOutput.utf8)) as? [String: Any]
    let points = try #require(object?["points"] as? [[String: Any]])
    #expect(points.map { $0["learning_rate"] as? Double } == [expected])
  }

  @Test("is JSON, and a file of CSV beside it")
  func json() async throws {
    let file = scratch.path("scale.csv")
    let result = try await scale("--repeats", "3", "--mode", "strong", "--json", "--csv", file)
    #expect(result.failure == nil)
    let object = try JSONSerialization.jsonObject(with: Data(result.standardOutput.utf8)) as? [String: Any]
    let points = try #require(object?["points"] as? [[String: Any]])
    #expect(points.count == 1)
    #expect((points.first?["runs"] as? [Double])?.count == 3)
    #expect(points.first?["exchange_share"] is Double)
    #expect((object?["strong_weights"] as? [String])?.count == 1)
    let lines = try scratch.text("scale.csv").split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.last?.hasPrefix("strong,lab-001,1,1,64,16,1,") == true, "\(lines)")
  }

  @Test("is CSV alone, where a hyphen takes the file's place")
  func csv() async throws {
    let result = try await scale("--repeats", "1", "--csv", "-")
    #expect(result.failure == nil)
    #expect(result.outputLines.map { $0.prefix { $0 != "," } } == ["mode", "strong", "weak"], "\(result)")
  }

  @Test("takes an older file's place")
  func olderFile() async throws {
    let file = try scratch.write(Array(repeating: UInt8(ascii: "x"), count: 10_000), "scale.csv")
    #expect(try await scale("--repeats", "1", "--csv", file).failure == nil)
    #expect(try scratch.text("scale.csv").split(separator: "\n").count == 3)
  }

  @Test("has the runs' options, with those behind the hyphens")
  func options() async throws {
    let result = try await scale("--repeats", "1", "--mode", "strong", "--shards", "4", "--json", "--", "--seed", "9")
    #expect(result.failure == nil)
    let object = try JSONSerialization.jsonObject(with: Data(result.standardOutput.utf8)) as? [String: Any]
    #expect((object?["job"] as? [String: Any])?["train_options"] as? [String] == ["--seed", "9"])
    #expect((object?["points"] as? [[String: Any]])?.first?["shards"] as? Int == 4)
  }

  @Test("of independent runs has their rates together")
  func independent() async throws {
    let result = try await scale("--repeats", "1", "--mode", "independent", "--ranks", "1,2")
    #expect(result.failure == nil)
    #expect(result.standardOutput.contains("\nIndependent runs of one rank, side by side: "), "\(result)")
    for runs in 1...2 {
      #expect(result.outputLines.contains { $0.hasPrefix("   \(runs)     64 ") }, "\(result)")
    }
    #expect(result.errorLines.count == 2, "\(result)")
  }

  private func scale(_ options: String..., trainOptions: [String] = []) async throws -> CommandResult {
    let start = ["bench", "scale", "--model", "lab-001", "--launcher", launcher.path, "--data", data]
    let ranks = options.contains("--ranks") ? [] : ["--ranks", "1"]
    return try await LockstepProgram.command(
      start + ranks + options + (trainOptions.isEmpty ? [] : ["--"] + trainOptions)
    ).run()
  }
}
