import ArgumentParser
import FashionMNIST
import SystemPackage

/// Which files a command looks at: the four of a data set, or a pair from anywhere.
struct DataFilesOptions: ParsableArguments {
  @OptionGroup var dataset: DatasetOption

  @Option(
    help: ArgumentHelp(
      "An IDX file of images, plain or gzip, instead of a folder.", discussion: "Together with --labels.",
      valueName: "file"),
    completion: .file())
  var images: String?

  @Option(help: ArgumentHelp("The IDX file of their labels.", valueName: "file"), completion: .file())
  var labels: String?

  func validate() throws {
    guard (images == nil) == (labels == nil) else {
      throw ValidationError("--images and --labels belong together: name both files of the pair")
    }
    guard images == nil || dataset.data == nil else {
      throw ValidationError("--data and --images each name a data set; leave one of them out")
    }
  }

  /// Whether the files are a pair of its own, which is no part of anything.
  var isPair: Bool { images != nil }

  /// Opens the files of `parts`; of a pair, its two.
  func open(_ environment: [String: String], parts: [DatasetPart] = DatasetPart.allCases) throws -> [DataFiles] {
    if let images, let labels {
      let source = try ImageSource(part: .training, images: FilePath(images), labels: FilePath(labels))
      return [DataFiles(title: "given", suffix: "", source: source)]
    }
    let location = try dataset.location(environment, parts: parts)
    return try parts.map { part in
      let isTraining = part == .training
      return DataFiles(
        title: isTraining ? "training" : "test", suffix: isTraining ? "_train" : "_test",
        source: try location.source(part))
    }
  }
}

/// Two files, of images and of their labels.
struct DataFiles {
  /// What the images are, as in "training images".
  let title: String
  /// What Keras' users append to x and y.
  let suffix: String
  let source: ImageSource

  /// Reads all images.
  func load() throws(DataError) -> LoadedData {
    let loaded = try source.load([0..<source.count], accepting: .any)
    return LoadedData(files: self, images: loaded.sets[0], identity: loaded.identity)
  }
}

/// All images of two files.
struct LoadedData {
  let files: DataFiles
  let images: ImageSet
  let identity: DatasetIdentity

  /// Whether these are published files, whatever they are called here.
  var isOfficial: Bool { identity.officialPart != nil }
  /// The number of classes that the labels name.
  var classCount: Int { Int(images.labels.max() ?? 0) + 1 }
}

extension [LoadedData] {
  /// Whether all are Fashion-MNIST's.
  var areOfficial: Bool { allSatisfy(\.isOfficial) }

  /// What to call the data: only the published files are Fashion-MNIST.
  var title: String {
    let title = DatasetIdentity.title(isOfficial: areOfficial)
    guard !areOfficial, let official = first(where: \.isOfficial) else { return title }
    return "\(title) (only the \(official.files.title) images are)"
  }

  /// The number of classes that the labels name.
  var classCount: Int { map(\.classCount).max() ?? 0 }

  /// The names of the classes.
  ///
  /// - Throws: a usage error if another number of names was given.
  func classNames(_ option: ClassNameOption) throws -> [String] {
    try option.names(classes: classCount, isFashionMNIST: areOfficial, owner: "the labels name")
  }
}
