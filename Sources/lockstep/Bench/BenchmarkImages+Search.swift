import FashionMNIST
import Network
import SystemPackage

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
    let shape = architecture.inputShape
    guard (source.rows, source.columns, 1) == (shape.rows, shape.columns, shape.channels) else {
      let size = "\(source.rows)x\(source.columns)x1"
      return BenchmarkImages(
        randomFor: architecture, count: most, reason: "the data set's \(size) do not fit the model")
    }
    return try BenchmarkImages(source)
  }
}
