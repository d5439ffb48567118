import ArgumentParser
import FashionMNIST
import SystemPackage

/// Which data set a command works on.
struct DatasetOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Folder with the four IDX files, plain or gzip.",
      discussion: """
        Default: $LOCKSTEP_DATA if it is set, else the first of these that has them: /usr/share/datasets/fashion-mnist \
        (Debian package dataset-fashion-mnist), ~/.keras/datasets/fashion-mnist, torchvision's FashionMNIST/raw.
        """, valueName: "folder"),
    completion: .directory)
  var data: String?

  /// Where the data set lies.
  func location(_ environment: [String: String], parts: [DatasetPart] = DatasetPart.allCases) throws -> DatasetLocation
  {
    let search = DatasetSearch(
      dataOption: data.map { FilePath($0) }, environment: environment, home: environment["HOME"].map { FilePath($0) })
    return try search.location(of: parts)
  }
}
