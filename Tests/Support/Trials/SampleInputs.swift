import Foundation

/// One small input of every kind that a command takes.
package struct SampleInputs: Sendable {
  /// A model of one layer, as Keras' JSON.
  package static let architecture = """
    {"class_name": "Sequential", "config": {"name": "small", "layers": [
      {"class_name": "InputLayer", "config": {"name": "image", "batch_shape": [null, 28, 28, 1]}},
      {"class_name": "Flatten", "config": {"name": "flatten"}},
      {"class_name": "Dense", "config": {"name": "dense", "units": 10, "activation": "softmax"}}
    ]}}
    """

  /// The folder that has them all.
  package let folder: String
  /// The folder of the data set.
  package let data: String
  /// The architecture.
  package let model: String
  /// Weights of that architecture.
  package let modelFile: String
  /// The run that left them.
  package let run: String
  /// A picture.
  package let picture: String
  /// Numbers of images.
  package let indices: String

  /// Writes them into `scratch`.
  ///
  /// - Throws: ``UnexpectedExit`` where the program does not make the weights or the picture.
  package init(in scratch: ScratchFolder) async throws {
    folder = try scratch.makeFolder("inputs")
    data = try SampleDataset(trainingImages: 48, testImages: 16).write(in: scratch, "inputs/data")
    model = try scratch.write(Array(Self.architecture.utf8), "inputs/small.json")
    indices = try scratch.write(Array("0\n5\n".utf8), "inputs/indices.txt")
    run = folder + "/run"
    modelFile = RunFolder(run).model
    picture = folder + "/picture.png"
    for arguments in [
      ["train", "--model", model, "--data", data, "--epochs", "1", "--batch-size", "16", "--output-dir", run],
      ["data", "show", "3", "--data", data, "--png", picture],
    ] {
      let result = try await LockstepProgram.command(arguments).run()
      guard result.exitCode == 0 else { throw UnexpectedExit(result: result) }
    }
  }

  /// The path, kind, size, mode and time of change of everything here: the same as long as nobody writes.
  package func fingerprint() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder).sorted().map { name in
      let status = try FileManager.default.attributesOfItem(atPath: folder + "/" + name)
      let keys: [FileAttributeKey] = [.type, .size, .posixPermissions, .modificationDate, .systemFileNumber]
      return "\(name): " + keys.map { "\(status[$0] ?? "none")" }.joined(separator: ", ")
    }
  }
}
