import InputFiles
package import SystemPackage

/// The places where the data set is looked for, in order.
///
/// 1. The folder that the user named with `--data`. 2. `$LOCKSTEP_DATA`. 3. Debian's package. 4. Keras' cache.
/// 5. torchvision's `FashionMNIST/raw`, in the current folder or in the `data` of the current or the home folder.
///
/// A folder named by the user, either way, is the only one considered: other data are no substitute for it.
package struct DatasetSearch: Sendable {
  /// Where Debian's package `dataset-fashion-mnist` puts the files.
  package static let debianFolder: FilePath = "/usr/share/datasets/fashion-mnist"
  /// The environment variable that names a folder.
  package static let variable = "LOCKSTEP_DATA"
  /// Where torchvision puts the files, below the root that its user names.
  private static let torchvisionFolder: FilePath = "FashionMNIST/raw"

  /// The folder named with `--data`.
  package let dataOption: FilePath?
  /// The process' environment variables.
  package let environment: [String: String]
  /// The user's home folder, if known.
  package let home: FilePath?
  /// What relative places are relative to.
  package let currentFolder: FilePath
  /// Where the operating system's packages put the files.
  package let systemFolder: FilePath

  /// A search; `systemFolder` and `currentFolder` differ from their defaults in tests only.
  package init(
    dataOption: FilePath? = nil, environment: [String: String], home: FilePath?,
    currentFolder: FilePath = ".", systemFolder: FilePath = DatasetSearch.debianFolder
  ) {
    self.dataOption = dataOption
    self.environment = environment
    self.home = home
    self.currentFolder = currentFolder
    self.systemFolder = systemFolder
  }

  /// The first place that has all files of `parts`.
  ///
  /// Throws `.inputMissing`, listing every place that was searched and what it lacks.
  package func location(of parts: [DatasetPart] = DatasetPart.allCases) throws(DataError) -> DatasetLocation {
    let (named, folders) = places
    for folder in folders where DatasetLocation(folder).missingFiles(parts).isEmpty {
      return DatasetLocation(folder)
    }
    let searched = folders.map { "\n  \($0.lexicallyNormalized().printable): \(fault(of: $0, parts))" }.joined()
    let next =
      named == nil
      ? "Install them with `apt-get install dataset-fashion-mnist`, or name a folder with --data or $\(Self.variable)."
      : "Name a folder that holds them, plain or gzip, or leave \(named ?? "") out to search the usual places."
    throw DataError(
      .inputMissing, "no Fashion-MNIST files in \(named ?? "the usual places"); searched:\(searched)\n\(next)")
  }

  /// The folders to search, and what named them if the user did.
  private var places: (named: String?, folders: [FilePath]) {
    if let dataOption { return ("--data", withTorchvision(dataOption)) }
    if let folder = environment[Self.variable], !folder.isEmpty {
      return ("$\(Self.variable)", withTorchvision(FilePath(folder)))
    }
    var folders = [systemFolder]
    var torchvisionRoots = [currentFolder, currentFolder.appending("data")]
    if let home {
      folders.append(home.appending(".keras/datasets/fashion-mnist"))
      torchvisionRoots.append(home.appending("data"))
    }
    return (nil, folders + torchvisionRoots.map(torchvision))
  }

  /// A folder named by the user may hold the files or be the root given to torchvision.
  private func withTorchvision(_ folder: FilePath) -> [FilePath] { [folder, torchvision(folder)] }

  private func torchvision(_ root: FilePath) -> FilePath { root.pushing(Self.torchvisionFolder) }

  private func fault(of folder: FilePath, _ parts: [DatasetPart]) -> String {
    guard DatasetLocation.exists(folder) else { return "no such folder" }
    // A folder always has the entry ".", a file never.
    guard DatasetLocation.exists(folder.appending(".")) else { return "not a folder" }
    let missing = DatasetLocation(folder).missingFiles(parts).map { $0 + "[.gz]" }
    return "lacks " + missing.joined(separator: ", ")
  }
}
