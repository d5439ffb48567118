import ArgumentParser
import Collectives
import FashionMNIST
import Pictures
import Reports

/// `lockstep data explore`.
struct DataExploreCommand: ParsableCommand, RunsOnAllRanks {
  static let configuration = CommandConfiguration(
    commandName: "explore", abstract: "Write a page with a data set's classes, images, mean images and pixel levels.",
    usage: "lockstep data explore --output <file.html> [<options>]",
    discussion: """
      One HTML file that needs nothing else: no network, no script. It has a histogram of the classes, the distribution \
      of the pixels, and for every class the mean of its images and a sheet of the first ones.
      """)

  @Option(
    help: ArgumentHelp("Write the page to this file; replaces it, and says so.", valueName: "file.html"),
    completion: .file(extensions: ["html"]))
  var output: String

  @OptionGroup var files: DataFilesOptions

  @OptionGroup var classNames: ClassNameOption

  func run() throws {
    try RankContext.run { context in
      try context.together("exploring the data") {
        guard context.isFirst else { return }
        try ResultFile(output).check()
        let data = try files.open(context.environment).map { try $0.load() }
        let exploration = Exploration(data, names: try data.classNames(classNames))
        StandardError.line("data: \(data.title)")
        try ResultFile(output).write(Array(try exploration.html().utf8))
      }
    }
  }
}

extension Exploration {
  fileprivate init(_ data: [LoadedData], names: [String]) {
    let record = DataRecord(data, names: names)
    let parts = zip(data, record.parts).map { loaded, part in
      Part(
        title: part.title, arrays: part.arrays,
        shapes: [part.imagesShape, part.labelsShape].map(DataRecord.Part.text),
        digests: [part.imagesSHA256, part.labelsSHA256], isOfficial: part.isOfficial, mean: part.mean,
        standardDeviation: part.standardDeviation, pixelCounts: PixelHistogram(loaded.images.pixels).counts,
        classCounts: part.classCounts)
    }
    // The first part is the training images, or the only part.
    let images = data[0].images
    let statistics = ClassStatistics.all(of: images, classes: names.count)
    let samples = Self.samplesOfClass(classes: names.count, rows: images.rows, columns: images.columns)
    let classes = statistics.map { one in
      ImageClass(
        label: one.label, name: names[one.label],
        mean: GrayPicture(rows: images.rows, columns: images.columns, pixels: one.meanPixels),
        samples: one.positions.prefix(samples).map(images.picture))
    }
    self.init(title: record.title, isFashionMNIST: data.areOfficial, parts: parts, classes: classes)
  }
}
