import FashionMNIST
import Foundation
import Support
import SystemPackage

/// The images that the tests train on: the first 2,000 of Fashion-MNIST and 500 for the test, or made ones where it
/// is not installed.
final class SubsetData: Sendable {
  /// What it is, for the log.
  let title: String
  /// The options of `lockstep train` that select it.
  let trainingOptions: [String]
  /// The options of `lockstep evaluate` that select it.
  let evaluationOptions: [String]
  /// Holds made files.
  private let scratch: ScratchFolder

  init() throws {
    scratch = try ScratchFolder()
    let environment = ProcessInfo.processInfo.environment
    let search = DatasetSearch(environment: environment, home: environment["HOME"].map { FilePath($0) })
    let folder: String
    if let location = try? search.location() {
      folder = location.folder.string
      title = "the first 2000 images of \(folder)"
    } else {
      folder = try SampleDataset(trainingImages: 2000, testImages: 500).write(in: scratch)
      title = "2000 made images: Fashion-MNIST is not installed"
    }
    evaluationOptions = ["--data", folder, "--limit-test-images", "500"]
    trainingOptions = evaluationOptions + ["--limit-train-images", "2000"]
  }
}
