import FashionMNIST
import SystemPackage

/// What `data info` finds.
struct DataRecord: Encodable {
  /// Two files.
  struct Part: Encodable {
    /// What the images are, as in "training images".
    let title: String
    /// How Keras' users call the two arrays.
    let arrays: [String]
    let imagesFile: String
    let labelsFile: String
    let imagesShape: [Int]
    let labelsShape: [Int]
    /// What a number is in the file.
    let imagesType: String
    let labelsType: String
    let imagesSHA256: String
    let labelsSHA256: String
    let isOfficial: Bool
    /// Of pixels divided by 255.
    let mean: Double
    /// Of pixels divided by 255.
    let standardDeviation: Double
    /// The share of pixels that are 0.
    let blackShare: Double
    /// The number of images of each class.
    let classCounts: [Int]

    enum CodingKeys: String, CodingKey {
      case title, arrays, mean
      case imagesFile = "images_file"
      case labelsFile = "labels_file"
      case imagesShape = "images_shape"
      case labelsShape = "labels_shape"
      case imagesType = "images_type"
      case labelsType = "labels_type"
      case imagesSHA256 = "images_sha256"
      case labelsSHA256 = "labels_sha256"
      case isOfficial = "official"
      case standardDeviation = "standard_deviation"
      case blackShare = "black_share"
      case classCounts = "class_counts"
    }
  }

  /// Whether this is Fashion-MNIST.
  let title: String
  let classNames: [String]
  let parts: [Part]

  enum CodingKeys: String, CodingKey {
    case title, parts
    case classNames = "class_names"
  }

  init(_ data: [LoadedData], names: [String]) {
    title = data.title
    classNames = names
    parts = data.map { Part($0, classes: names.count) }
  }
}

extension DataRecord.Part {
  init(_ data: LoadedData, classes: Int) {
    let (images, source) = (data.images, data.files.source)
    let histogram = PixelHistogram(images.pixels)
    var classCounts = [Int](repeating: 0, count: classes)
    for label in images.labels { classCounts[Int(label)] += 1 }
    self.init(
      title: data.files.title, arrays: ["x", "y"].map { $0 + data.files.suffix },
      imagesFile: source.imagesPath.string, labelsFile: source.labelsPath.string,
      imagesShape: [images.count, images.rows, images.columns], labelsShape: [images.count],
      imagesType: source.imagesType, labelsType: source.labelsType,
      imagesSHA256: data.identity.imagesSHA256, labelsSHA256: data.identity.labelsSHA256,
      isOfficial: data.isOfficial, mean: histogram.mean, standardDeviation: histogram.standardDeviation,
      blackShare: histogram.zeroShare, classCounts: classCounts)
  }

  /// A shape as NumPy prints it: `(60000, 28, 28)`, `(60000,)`.
  static func text(shape: [Int]) -> String {
    "(" + shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? ",)" : ")")
  }
}
