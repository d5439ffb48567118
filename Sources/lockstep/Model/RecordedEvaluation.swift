import Checkpoints
import Foundation
import Network
import SystemPackage
import Training

/// How a run evaluated its model: the part of its configuration that decides the loss, so that `evaluate` gives the same.
struct RecordedEvaluation: Codable {
  var testAugmentation: TestAugmentation?
  /// The share of a label that is spread over all classes.
  var labelSmoothing: Double?
  var convolution: ConvolutionAlgorithm?
  /// The range that pixels were scaled to.
  var pixelRange: PixelRange?

  init() {}

  /// Reads the configuration that a model file holds; what an earlier version did not write is left open.
  ///
  /// - Throws: `badData` where it is none.
  init(configuration json: String, of file: FilePath) throws(StorageError) {
    do { self = try JSONDecoder().decode(Self.self, from: Data(json.utf8)) } catch {
      throw StorageError(
        .badData, file, "holds a configuration of its run that cannot be read: \(JSONFile.reason(error))",
        advice: "It was written by another program or version; export its weights and name the model with --model")
    }
  }

  enum CodingKeys: String, CodingKey {
    case convolution
    case pixelRange = "pixel_range"
    case testAugmentation = "test_augmentation"
    case labelSmoothing = "label_smoothing"
  }
}
