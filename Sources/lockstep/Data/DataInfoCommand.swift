import ArgumentParser
import Collectives
import FashionMNIST
import Foundation

/// `lockstep data info`.
struct DataInfoCommand: ParsableCommand, RunsOnAllRanks {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Print where a data set lies, its shapes, classes, pixel statistics and digests.",
    usage: "lockstep data info [<options>]",
    discussion: """
      Shapes are those of the arrays that Keras' fashion_mnist.load_data() returns. Means and standard deviations are of \
      pixels divided by 255, as networks get them. Digests are of the uncompressed files.
      """)

  @OptionGroup var files: DataFilesOptions

  @OptionGroup var classNames: ClassNameOption

  @Flag(help: "Print all of it as JSON.")
  var json = false

  func run() throws {
    try RankContext.run { context in
      try context.together("looking at the data") {
        guard context.isFirst else { return }
        let data = try files.open(context.environment).map { try $0.load() }
        let record = DataRecord(data, names: try data.classNames(classNames))
        if json { try JSONOutput.write(record) } else { try StandardOutput.text(DataText(record).text) }
      }
    }
  }
}
