import Checkpoints
import Encodings
import FashionMNIST
import SystemPackage
import Training

/// What a series of runs is, in a file of its folder: enough to go on with it.
struct SeriesRecord: Codable {
  let version: String
  let request: TrainingRequest
  /// As JSON, so that the runs that are yet to begin have the model of the first ones.
  let architecture: String

  init(_ request: TrainingRequest, architecture: String) {
    version = Program.version
    (self.request, self.architecture) = (request, architecture)
  }

  /// The content of the file, with a newline at its end.
  func text() throws -> String { try JSONText.text(self, .indented) + "\n" }

  /// Reads the file of a series.
  ///
  /// - Throws: `inputMissing` if it cannot be read, `badData` if it says nothing of the kind.
  init(reading path: FilePath) throws(StorageError) {
    self = try JSONFile.read(Self.self, path)
    try request.configuration.requireUsable(recordedIn: path)
    // The number of folds has been looked at with the configuration.
    let most = CountRange.seriesRuns.upperBound
    guard request.configuration.fold != nil || (2...most).contains(request.repeats) else {
      throw StorageError(
        .badData, path, "is a series of \(request.repeats) runs, expected 2 to \(most)",
        advice: "The number is damaged; take the file from a backup")
    }
  }
}
