package import Pictures

/// What is seen of a data set before anything is trained on it.
package struct Exploration: Sendable {
  /// Some images, such as those to train on.
  package struct Part: Sendable {
    /// What the images are, as in "training images".
    package let title: String
    /// The names of the two arrays, images first.
    package let arrays: [String]
    /// Their shapes as text.
    package let shapes: [String]
    /// SHA-256 of their files.
    package let digests: [String]
    /// Whether the files are Fashion-MNIST's.
    package let isOfficial: Bool
    /// The mean of pixels, from 0 to 1.
    package let mean: Double
    /// The standard deviation of pixels from 0 to 1.
    package let standardDeviation: Double
    /// The number of pixels of each level, 0 to 255.
    package let pixelCounts: [Int]
    /// The number of images of each class.
    package let classCounts: [Int]

    /// - Precondition: there are two of `arrays`, `shapes` and `digests`, and 256 levels.
    package init(
      title: String, arrays: [String], shapes: [String], digests: [String], isOfficial: Bool, mean: Double,
      standardDeviation: Double, pixelCounts: [Int], classCounts: [Int]
    ) {
      precondition([arrays.count, shapes.count, digests.count] == [2, 2, 2], "images and labels are two arrays")
      precondition(pixelCounts.count == 256, "a pixel has 256 levels")
      self.title = title
      self.arrays = arrays
      self.shapes = shapes
      self.digests = digests
      self.isOfficial = isOfficial
      self.mean = mean
      self.standardDeviation = standardDeviation
      self.pixelCounts = pixelCounts
      self.classCounts = classCounts
    }

    /// The number of images.
    var images: Int { classCounts.reduce(0, +) }
  }

  /// One class of the first part.
  package struct ImageClass: Sendable {
    package let label: Int
    package let name: String
    /// The mean of all images of the class.
    package let mean: GrayPicture
    /// Some of its images, at most ``Exploration/samplesOfClass(classes:rows:columns:)``; none if it has none.
    package let samples: [GrayPicture]

    package init(label: Int, name: String, mean: GrayPicture, samples: [GrayPicture]) {
      self.label = label
      self.name = name
      self.mean = mean
      self.samples = samples
    }

    /// The name, with the number where the two differ.
    var title: String { name == "\(label)" ? "Label \(label)" : "\(name) (\(label))" }
  }

  /// What to call the data.
  package let title: String
  package let isFashionMNIST: Bool
  package let parts: [Part]
  package let classes: [ImageClass]

  /// - Precondition: there is a part, and every part counts every class.
  package init(title: String, isFashionMNIST: Bool, parts: [Part], classes: [ImageClass]) {
    precondition(!parts.isEmpty && parts.allSatisfy { $0.classCounts.count == classes.count }, "parts do not fit")
    self.title = title
    self.isFashionMNIST = isFashionMNIST
    self.parts = parts
    self.classes = classes
  }

  /// Images of a row of a sheet.
  static let sheetColumns = 12
  /// The most pixels of all sheets, and of all mean images: PNG and base64 can make 4/3 bytes of each.
  private static let (sheetPixels, meanPixels) = (640_000, 120_000)

  /// The longest side of an image in a sheet; larger images are reduced.
  static func sheetSide(classes: Int) -> Int { side(classes, pixels: sheetPixels) }
  /// The longest side of a mean image; larger ones are reduced.
  static func meanSide(classes: Int) -> Int { side(classes, pixels: meanPixels) }

  private static func side(_ images: Int, pixels: Int) -> Int {
    min(64, Int((Double(pixels) / Double(max(images, 1))).squareRoot()))
  }

  /// How many images of each class fit in a page of bounded size: whole rows of a sheet where that is possible.
  package static func samplesOfClass(classes: Int, rows: Int, columns: Int) -> Int {
    let side = sheetSide(classes: classes)
    let factor = (max(rows, columns) + side - 1) / side
    let pixels = max(1, rows / factor) * max(1, columns / factor)
    let room = sheetPixels / (max(classes, 1) * pixels)
    return room >= sheetColumns ? min(room / sheetColumns, 4) * sheetColumns : max(room, 1)
  }
}
