import Foundation
import Support
import Testing

/// What is in the files that a run leaves.
@Suite("Files of a run", .serialized)
struct RunFilesTests {
  let run: SampleRun

  init() throws { run = try SampleRun() }

  @Test("are the configuration, metrics, history, a checkpoint for each epoch, the model, and the page about it")
  func names() async throws {
    _ = try await run.train("--report")
    #expect(
      try run.folder.names() == [
        "checkpoints", "config.json", "history.csv", "metrics.jsonl", "model.safetensors", "report.html",
      ])
    #expect(
      try RunFolder(run.folder.path + "/checkpoints").names()
        == ["best.safetensors", "step-00000004.safetensors", "step-00000008.safetensors"])
  }

  @Test("config.json has what was asked for")
  func configuration() async throws {
    _ = try await run.train("--seed", "7", "--learning-rate", "0.002")
    let description = try run.folder.configuration()
    #expect(description["version"] is String)
    #expect(description["parameters"] as? Int == 93322)
    let configuration = try #require(description["configuration"] as? [String: Any])
    #expect(configuration["model"] as? String == "lab-001")
    #expect(configuration["epochs"] as? Int == 2)
    #expect(configuration["batch_size"] as? Int == 64)
    #expect(configuration["shards"] as? Int == 16)
    #expect(configuration["seed"] as? Int == 7)
    #expect(configuration["validation_split"] as? Double == 0.2)
    #expect((configuration["optimizer"] as? [String: Any])?["learning_rate"] as? Double == 0.002)
  }

  @Test("metrics.jsonl has a start, the epochs and an end, history.csv the epochs")
  func metrics() async throws {
    let result = try #require(TrainingResult(try await run.train().standardOutput))
    let events = try run.folder.events()
    #expect(events.map { $0["event"] as? String } == ["run_start", "epoch", "epoch", "run_end"])
    let epochKeys = ["loss", "accuracy", "val_loss", "val_accuracy", "seconds", "images_per_second"]
    for (index, event) in events.dropFirst().prefix(2).enumerated() {
      #expect(event["epoch"] as? Int == index + 1)
      for key in epochKeys { #expect((event[key] as? Double)?.isFinite == true, "\(key) in \(event)") }
    }
    let end = try #require(events.last)
    #expect(end["weights_sha256"] as? String == result.weightsSHA256)
    #expect((end["test_loss"] as? Double).map { String(format: "%.4f", $0) } == result.testLoss)
    #expect((end["test_accuracy"] as? Double).map { String(format: "%.4f", $0) } == result.testAccuracy)
    #expect((end["seconds"] as? Double)?.isFinite == true)
    try expectHistory(of: run.folder.epochs())
  }

  private func expectHistory(of epochs: [EpochMetrics]) throws {
    let lines = try run.folder.historyLines()
    #expect(lines.first == "epoch,loss,accuracy,val_loss,val_accuracy,seconds,images_per_second")
    #expect(lines.last == "", "the last line has no end")
    let rows = lines.dropFirst().dropLast().map { $0.split(separator: ",").map { Double($0) } }
    #expect(rows.map(\.count) == [7, 7])
    for (row, epoch) in zip(rows, epochs) {
      #expect(row.prefix(5) == [Double(epoch.epoch), epoch.loss, epoch.accuracy, epoch.valLoss, epoch.valAccuracy])
    }
  }
}
