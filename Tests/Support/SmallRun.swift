import Foundation

/// Three epochs of a model of one layer on a small data set, in a folder that goes with this value: a matter of moments.
package struct SmallRun: Sendable {
  package let scratch: ScratchFolder
  /// The folder of the data set.
  package let data: String
  /// The file of the architecture.
  package let model: String
  /// What the run leaves.
  package let folder: RunFolder

  /// - Parameter images: The number of training images.
  package init(images: Int = 64) throws {
    scratch = try ScratchFolder()
    data = try SampleDataset(trainingImages: images, testImages: 32).write(in: scratch)
    model = try scratch.write(Array(SampleInputs.architecture.utf8), "small.json")
    folder = RunFolder(scratch.path("run"))
  }

  /// The arguments of the run, to which others can be added; the last of two wins.
  package func arguments(_ options: [String] = []) -> [String] {
    ["train", "--model", model, "--epochs", "3", "--batch-size", "16", "--data", data, "--no-report"]
      + ["--output-dir", folder.path] + options
  }

  /// Trains.
  ///
  /// - Throws: ``UnexpectedExit`` unless that succeeds.
  package func train(_ options: String...) async throws {
    let result = try await LockstepProgram.command(arguments(options)).run()
    guard result.exitCode == 0 else { throw UnexpectedExit(result: result) }
  }

  /// Trains, and again until there is a checkpoint besides the last: one that comes while another is being written is left out.
  ///
  /// - Returns: the checkpoints and the epochs at whose ends they were written.
  package func trainWithCheckpoints() async throws -> [(epoch: Int, file: String)] {
    let stepsPerEpoch = 4
    for _ in 0..<50 {
      try await train("--checkpoint-every", "1epoch")
      try FileManager.default.removeItem(atPath: folder.path + "/checkpoints/best.safetensors")
      let files = folder.checkpoints.map { (epoch: (RunFolder.step($0) ?? 0) / stepsPerEpoch, file: $0) }
      if files.count > 1 { return files }
      try FileManager.default.removeItem(atPath: folder.path)
    }
    return []
  }

  /// Changes the lines of `metrics.jsonl`, each without its end.
  package func editMetrics(_ edit: ([String]) -> [String]) throws {
    let path = folder.path + "/metrics.jsonl"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let lines = edit(text.split(separator: "\n").map(String.init))
    try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: false, encoding: .utf8)
  }

  /// Replaces what matches in the record of an epoch, counted from 1.
  package func edit(epoch: Int, replacing pattern: some RegexComponent, with text: String) throws {
    try editMetrics { lines in
      lines.map { $0.contains("\"epoch\":\(epoch),\"event\":\"epoch\"") ? $0.replacing(pattern, with: text) : $0 }
    }
  }

  /// The path, size, content and time of change of every file of the run: the same as long as nobody writes.
  package func fingerprint() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted().map { name in
      let path = folder.path + "/" + name
      let status = try FileManager.default.attributesOfItem(atPath: path)
      let content = FileManager.default.contents(atPath: path)?.hashValue ?? 0
      return "\(name): \(status[.size] ?? 0), \(status[.modificationDate] ?? 0), \(content)"
    }
  }
}
