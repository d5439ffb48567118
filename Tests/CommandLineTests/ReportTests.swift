import Foundation
import Support
import Testing

/// `report`, and the page that `train` makes.
@Suite("Reports", .serialized)
struct ReportTests {
  let run: SampleRun

  init() throws { run = try SampleRun() }

  private var page: String { run.folder.path + "/report.html" }

  private func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
  }

  private func report(_ arguments: [String], data: String? = nil) async throws -> CommandResult {
    try await LockstepProgram.command(["report"] + arguments + ["--data", data ?? run.data]).run()
  }

  private func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: run.folder.path + "/" + name)
  }

  @Test("train makes the page that report makes, with the numbers that train prints")
  func training() async throws {
    let lines = try await run.train("--profile", "--report").standardOutput.split(separator: "\n")
    let result = try #require(TrainingResult(lines.prefix(4).map { $0 + "\n" }.joined()))
    let page = try text(page)
    #expect(page.contains(result.weightsSHA256))
    #expect(page.contains("<dd>\(result.testLoss)"))
    for part in ["Confusion matrix", "First-layer filters", "backward dense", "max_pooling2d", "not Fashion-MNIST"] {
      #expect(page.contains(part), "\(part) is missing")
    }
    let again = try await report([run.folder.path])
    #expect(again.failure == nil)
    #expect(again.standardOutput == "report: \(self.page)\n")
    #expect(again.standardError == "")
    #expect(try text(self.page) == page)
  }

  @Test("train makes none with --no-report")
  func withoutReport() async throws {
    _ = try await run.train("--no-report")
    #expect(try !run.folder.names().contains("report.html"))
  }

  @Test("the command of the page gives the same weights")
  func reproduction() async throws {
    let options = [
      "--seed", "5", "--optimizer", "sgd", "--momentum", "0.9", "--nesterov", "--learning-rate", "0.02", "--schedule",
      "one-cycle", "--schedule-peak", "0.4", "--label-smoothing", "0.1", "--flip", "alternating", "--erase-probability",
      "0.25", "--erase-aspect", "1,1", "--validation-data", "none", "--batch-size", "32", "--limit-train-images", "200",
      "--weight-average",
      "ema", "--report",
    ]
    let arguments = run.arguments(outputFolder: run.folder.path) + options
    let result = try #require(TrainingResult(try await LockstepProgram.command(arguments).run().standardOutput))
    let command = try #require(try text(page).firstMatch(of: /<pre>lockstep (.*?)<\/pre>/)?.output.1)
    let again = command.split(separator: " ").map(String.init)
    #expect(again.contains("--schedule-peak") && !again.contains("--convolution"), "\(again)")
    let second = try await LockstepProgram.command(
      again + ["--data", run.data, "--output-dir", run.scratch.path("again")]
    ).run()
    #expect(TrainingResult(second.standardOutput)?.weightsSHA256 == result.weightsSHA256, "\(second)")
  }

  @Test("runs are compared, a series as its runs")
  func comparison() async throws {
    _ = try await run.train("--repeat", "2", "--epochs", "1", "--report")
    let series = try text(page)
    #expect(series.contains("standard deviation") && series.contains("seed-1") && series.contains("seed-2"))
    let seeds = ["seed-1", "seed-2"].map { run.folder.path + "/" + $0 }
    let file = run.scratch.path("comparison.html")
    let both = try await report(seeds + ["--output", file])
    #expect(both.failure == nil)
    #expect(both.standardOutput == "report: \(file)\n")
    #expect(both.standardError.hasPrefix("wrote \(file), "))
    #expect(try text(file).contains("<h1>2 runs</h1>"))
    let again = try await report([run.folder.path])
    #expect(again.failure == nil)
    #expect(try text(page) == series)
    #expect(try await report(seeds).refusalFault(exitCode: 64, "2 runs belong to no one folder", "--output") == nil)
  }

  @Test("a stopped run is reported as far as it is")
  func stopped() async throws {
    _ = try await run.train("--no-report")
    try remove("model.safetensors")
    let metrics = run.folder.path + "/metrics.jsonl"
    let lines = try text(metrics).split(separator: "\n")
    // What a killed process leaves: the last record has not been written to its end.
    try Data((lines.prefix(2).joined(separator: "\n") + "\n" + lines[2].prefix(40)).utf8).write(
      to: URL(filePath: metrics))
    let result = try await report([run.folder.path])
    #expect(result.exitCode == 0)
    #expect(result.standardError.contains("The run has not ended"), "\(result)")
    #expect(result.standardError.contains("those of the checkpoint step-00000008.safetensors"), "\(result)")
    let page = try text(page)
    #expect(page.contains("after 1 of 2 epochs") && page.contains("Confusion matrix"))
  }

  @Test("what is missing is left out, and the page says so")
  func missingParts() async throws {
    _ = try await run.train("--no-report")
    let other = try SampleDataset(trainingImages: 300, testImages: 90).write(in: run.scratch, "other")
    let otherData = try await report([run.folder.path], data: other)
    #expect(otherData.exitCode == 0)
    #expect(try text(page).contains("are not those of the run"))
    let empty = try run.scratch.makeFolder("empty")
    let noData = try await LockstepProgram.run(
      "report", run.folder.path, environment: ["LOCKSTEP_DATA": empty])
    #expect(noData.exitCode == 0, "\(noData)")
    #expect(noData.standardError.hasPrefix("No test images were found"), "\(noData)")
    #expect(try text(page).contains("No test images were found") && !text(page).contains("<h2>Confusion matrix</h2>"))
    #expect(try await report([run.folder.path], data: empty).refusalFault(exitCode: 66, "searched:") == nil)
    try remove("checkpoints")
    try remove("model.safetensors")
    try remove("metrics.jsonl")
    #expect(try await report([run.folder.path]).exitCode == 0)
    #expect(try text(page).contains("There is no metrics.jsonl") && text(page).contains("and no checkpoint"))
  }

  @Test("damaged files end with exit code 65, and the page stays as it was")
  func damage() async throws {
    _ = try await run.train("--no-report")
    try run.scratch.write(Array("before".utf8), "run/report.html")
    var model = try run.scratch.bytes("run/model.safetensors")
    model[model.count / 2] ^= 1
    try run.scratch.write(model, "run/model.safetensors")
    #expect(try await report([run.folder.path]).refusalFault(exitCode: 65, "model.safetensors: ") == nil)
    try remove("model.safetensors")
    let metrics = try run.scratch.text("run/metrics.jsonl").split(separator: "\n")
    let damaged = [metrics[0], metrics[1].dropLast(9), metrics[2]].joined(separator: "\n") + "\n"
    try run.scratch.write(Array(damaged.utf8), "run/metrics.jsonl")
    let line = try await report([run.folder.path])
    #expect(line.refusalFault(exitCode: 65, "metrics.jsonl: line 2: is not valid JSON") == nil)
    try remove("metrics.jsonl")
    try run.scratch.write(Array(#"{"version": "1"}"#.utf8), "run/config.json")
    #expect(
      try await report([run.folder.path]).refusalFault(exitCode: 65, #"config.json: has no "configuration""#) == nil)
    #expect(try run.scratch.text("run/report.html") == "before")
  }

  @Test("numbers that no run has written are errors, or left out, and no trap")
  func hostileNumbers() async throws {
    _ = try await run.train("--profile", "--no-report")
    let metrics = try run.scratch.text("run/metrics.jsonl")
    func write(_ pattern: some RegexComponent, _ text: String) throws {
      try run.scratch.write(Array(metrics.replacing(pattern, with: text).utf8), "run/metrics.jsonl")
    }
    for number in ["1e300", "-1e300", #""NaN""#, #""Infinity""#, "0"] {
      let keys = /"(val_loss|seconds|images_per_second|test_accuracy)":[0-9.e-]+/
      let damaged = metrics.replacing(keys) { "\"\($0.output.1)\":\(number)" }
      try run.scratch.write(Array(damaged.utf8), "run/metrics.jsonl")
      let result = try await report([run.folder.path])
      #expect(result.exitCode == 0, "\(number): \(result)")
    }
    try write(/"epoch":2/, #""epoch":9223372036854775807"#)
    #expect(try await report([run.folder.path]).refusalFault(exitCode: 65, "line 3: ", "no epoch is") == nil)
    try write(/"shards":16/, #""shards":0"#)
    #expect(try await report([run.folder.path]).refusalFault(exitCode: 65, "with 0 shards") == nil)
    try write(/"shards":16/, #""shards":2000000000"#)
    #expect(
      try await report([run.folder.path]).refusalFault(exitCode: 65, "with 2000000000 shards, expected 1 to 1048576")
        == nil)
    let fold = #""fold":{"folds":{"count":1000000000,"shuffle":false},"number":0,"seed":1},"shards":16"#
    try write(/"shards":16/, fold)
    #expect(
      try await report([run.folder.path]).refusalFault(
        exitCode: 65, "validated with fold 0 of 1000000000", "expected one of 2 to 60000") == nil)
  }

  @Test("folders that are no runs, and pages that cannot be written")
  func wrongFolders() async throws {
    let empty = try run.scratch.makeFolder("empty")
    #expect(try await report([empty]).refusalFault(exitCode: 66, "has neither config.json nor metrics.jsonl") == nil)
    #expect(
      try await report([run.scratch.path("absent")]).refusalFault(exitCode: 66, "absent: there is no such folder")
        == nil)
    _ = try await run.train("--no-report")
    let nowhere = run.scratch.path("nowhere/page.html")
    #expect(try await report([run.folder.path, "--output", nowhere]).refusalFault(exitCode: 73, "page.html: ") == nil)
    #expect(try await LockstepProgram.run("report").refusalFault(exitCode: 64, "<run>") == nil)
  }

  @Test("a report that cannot be made costs no run")
  func unwritable() async throws {
    // The page is larger than 40 kB, no file before it is: a model of few weights.
    let json = """
      {"class_name": "Sequential", "config": {"name": "few", "layers": [
        {"class_name": "InputLayer", "config": {"name": "image", "batch_shape": [null, 28, 28, 1]}},
        {"class_name": "MaxPooling2D", "config": {"name": "pool", "pool_size": [7, 7]}},
        {"class_name": "Flatten", "config": {"name": "flatten"}},
        {"class_name": "Dense", "config": {"name": "dense", "units": 10, "activation": "softmax"}}
      ]}}
      """
    let model = try run.scratch.write(Array(json.utf8), "few.json")
    let limited = #"ulimit -f 40; trap "" XFSZ; exec "$@""#
    let arguments = run.arguments(outputFolder: run.folder.path) + ["--model", model]
    let result = try await Command("/bin/sh", ["-c", limited, "sh", LockstepProgram.path] + arguments + ["--report"])
      .run()
    #expect(result.failure == nil)
    #expect(result.standardError.contains("no report: \(page): cannot write"), "\(result)")
    #expect(TrainingResult(result.standardOutput) != nil)
    #expect(try !run.folder.names().contains("report.html"))
  }
}
