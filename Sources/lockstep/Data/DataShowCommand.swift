import ArgumentParser
import Collectives
import FashionMNIST
import InputFiles
import Pictures
import TextTables

/// `lockstep data show`.
struct DataShowCommand: ParsableCommand, RunsOnAllRanks {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show images of a data set, with their classes.",
    usage: "lockstep data show <number> … [--test] [--png <file>] [<options>]",
    discussion: """
      Draws the images with characters: half blocks in shades of grey on a terminal, five shades without control \
      characters elsewhere. Images larger than 64 pixels a side are drawn smaller.
      """)

  @Argument(help: ArgumentHelp("Numbers of images, from 0.", valueName: "number"))
  var numbers: [Int]

  @Flag(help: "Show test images; otherwise training images.")
  var test = false

  @Option(
    help: ArgumentHelp(
      "Write the images, side by side, to this PNG file instead.", discussion: "Replaces the file, and says so.",
      valueName: "file"),
    completion: .file(extensions: ["png"]))
  var png: String?

  @OptionGroup var files: DataFilesOptions

  @OptionGroup var classNames: ClassNameOption

  @OptionGroup var color: ColorOption

  func validate() throws {
    guard !test || !files.isPair else {
      throw ValidationError("--test: a pair of files has no test images; leave it out")
    }
  }

  func run() throws {
    try RankContext.run { context in
      try context.together("showing the images") { if context.isFirst { try show(context) } }
    }
  }

  private func show(_ context: RankContext) throws {
    try png.map { ResultFile($0) }?.check()
    let opened = try files.open(context.environment, parts: [test ? .test : .training])[0]
    for number in numbers where !(0..<opened.source.count).contains(number) {
      throw DataError(
        .badConfiguration,
        "\(opened.title) image \(number): there are \(opened.source.count) in \(opened.source.imagesPath.printable), numbered from "
          + "0 to \(opened.source.count - 1). Name one of them.")
    }
    let data = try opened.load()
    let names = try [data].classNames(classNames)
    let pictures = numbers.map(data.images.picture)
    let titles = numbers.map { number in
      let label = Int(data.images.labels[number])
      return names[label] == "\(label)" ? "\(number): label \(label)" : "\(number): \(names[label]) (\(label))"
    }
    StandardError.line("\(opened.title) images: \(opened.source.count), \([data].title)")
    if let png {
      try ResultFile(png).write(ContactSheet(enlarging: pictures).picture.png)
      for title in titles { try StandardOutput.line(title) }
    } else {
      let style = color.pictureStyle(context.environment)
      let text = Self.text(pictures.map { TerminalPicture($0.reduced(toFit: 64), style: style) }, titles)
      // Colours act on the terminal, as they must; the names of classes are the option's, which has no such characters.
      if style == .colored { try StandardOutput.asItIs(text) } else { try StandardOutput.text(text) }
    }
  }

  /// Rows of as many pictures as the terminal has room for.
  private static func text(_ pictures: [TerminalPicture], _ titles: [String]) -> String {
    let room = (Terminal.outputColumns ?? 80) + 2
    let width = zip(pictures, titles).map { max($0.width, $1.columns) + 2 }.max() ?? room
    let perRow = max(1, room / width)
    let rows = stride(from: 0, to: pictures.count, by: perRow).map { start in
      let range = start..<min(start + perRow, pictures.count)
      return Array(pictures[range]).sideBySide(titles: Array(titles[range])).map { $0 + "\n" }.joined()
    }
    return rows.joined(separator: "\n")
  }
}
