import FashionMNIST
import Network
import SystemPackage
import Training

extension BenchmarkImages {
  /// Enough for the steps of a benchmark not to see the same images all the time.
  private static let most = 9600

  /// Fashion-MNIST where it is found and fits the model, else random images.
  ///
  /// - Throws: `DataError` where a folder was named that does not have it, and for files that cannot be read.
  static func found(
    by search: DatasetSearch, isNamed: Bool, for architecture: Architecture
  ) throws(DataError) -> BenchmarkImages {
    let source: ImageSource
    do throws(DataError) {
      source = try search.location(of: [.training]).source(.training, limit: most)
    } catch {
      guard !isNamed, error.kind == .inputMissing else { throw error }
      return BenchmarkImages(randomFor: architecture, count: most, reason: "no data set was found")
    }
    let (requirements, size) = (ImageRequirements(architecture), "\(source.rows)x\(source.columns)x1")
    guard requirements.fits(rows: source.rows, columns: source.columns, labels: []) else {
      return BenchmarkImages(
        randomFor: architecture, count: most, reason: "the data set's \(size) do not fit the model")
    }
    let images = try BenchmarkImages(source)
    guard requirements.fits(rows: source.rows, columns: source.columns, labels: images.labels) else {
      return BenchmarkImages(
        randomFor: architecture, count: most, reason: "the data set has more classes than the model")
    }
    return images
  }
}
