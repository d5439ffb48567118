import ArgumentParser
import Checkpoints
import SystemPackage
import Training

/// The file that probabilities are written to; its name tells the format.
struct ProbabilitiesFile: ExpressibleByArgument {
  private enum Format {
    case npy
    case csv
  }

  let path: FilePath
  private let format: Format

  init?(argument: String) {
    path = FilePath(argument)
    switch path.extension {
    case "npy": format = .npy
    case "csv": format = .csv
    default: return nil
    }
  }

  /// The content of the file: for NumPy a matrix [image, class], else a line per image.
  func bytes(_ predictions: Predictions) -> [UInt8] {
    switch format {
    case .npy: NumPyFile.bytes(predictions.probabilities, columns: predictions.classes)
    case .csv: Array(Self.text(predictions).utf8)
    }
  }

  /// Numbers alone, so nothing needs quotes; as many digits as tell every float from its neighbours.
  private static func text(_ predictions: Predictions) -> String {
    let heading = "image,label,predicted," + (0..<predictions.classes).map { "p\($0)" }.joined(separator: ",")
    let lines = (0..<predictions.count).map { image in
      let fields = [image, Int(predictions.labels[image]), predictions.predictedClass(image)].map { "\($0)" }
      return (fields + predictions[image].map { "\($0)" }).joined(separator: ",")
    }
    return ([heading] + lines).map { $0 + "\n" }.joined()
  }
}
