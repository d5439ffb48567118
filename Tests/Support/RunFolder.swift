import Foundation

/// The folder that a run of `lockstep train` wrote.
package struct RunFolder: Sendable {
  /// The folder's path.
  package let path: String

  /// The folder `path`, which need not exist yet.
  package init(_ path: String) { self.path = path }

  /// The path of the model file.
  package var model: String { path + "/model.safetensors" }

  /// The names in the folder, sorted.
  package func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }

  /// The paths of the checkpoint files, oldest first; none if there is no such folder.
  package var checkpoints: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path + "/checkpoints")) ?? []
    return names.filter { $0.wholeMatch(of: /step-\d{8}\.safetensors/) != nil }.sorted()
      .map { "\(path)/checkpoints/\($0)" }
  }

  /// The JSON object in `config.json`.
  package func configuration() throws -> [String: Any] {
    try Self.object(Data(contentsOf: URL(filePath: path + "/config.json")))
  }

  /// The JSON objects in `metrics.jsonl`, one for each line.
  package func events() throws -> [[String: Any]] {
    try metricsLines().map { try Self.object(Data($0.utf8)) }
  }

  /// The lines of `history.csv`, with the heading; the last is empty if the file ends with a line's end.
  package func historyLines() throws -> [Substring] {
    try text("history.csv").split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// What the epochs showed, as exact numbers.
  package func epochs() throws -> [EpochMetrics] {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try metricsLines().filter { $0.contains(#""event":"epoch""#) }
      .map { try decoder.decode(EpochMetrics.self, from: Data($0.utf8)) }
  }

  private func metricsLines() throws -> [Substring] {
    try text("metrics.jsonl").split(separator: "\n")
  }

  private func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: "\(path)/\(name)")), as: UTF8.self)
  }

  private static func object(_ json: Data) throws -> [String: Any] {
    guard let object = try JSONSerialization.jsonObject(with: json) as? [String: Any] else {
      throw CocoaError(.propertyListReadCorrupt)
    }
    return object
  }
}

/// The numbers of one epoch that depend on nothing but its configuration: no times.
package struct EpochMetrics: Decodable, Equatable, Sendable {
  /// Counted from 1.
  package let epoch: Int
  /// The mean loss of the training images.
  package let loss: Double
  /// The share of training images that were classified correctly.
  package let accuracy: Double
  /// The loss of the validation images, if there are any.
  package let valLoss: Double?
  /// The accuracy on the validation images, if there are any.
  package let valAccuracy: Double?
}
