import Foundation
import TextTables

/// What `data info` finds, for a person.
struct DataText {
  private let record: DataRecord

  init(_ record: DataRecord) { self.record = record }

  /// Ends with a newline.
  var text: String {
    let sections = [["data: \(record.title)"], arrays, pixels, classes, digests]
    return sections.map { $0.map { $0 + "\n" }.joined() }.joined(separator: "\n")
  }

  private var arrays: [String] {
    var table = TextTable([("array", .left), ("shape", .left), ("type", .left), ("file", .left)])
    for part in record.parts {
      let rows = [
        (part.imagesShape, part.imagesType, part.imagesFile), (part.labelsShape, part.labelsType, part.labelsFile),
      ]
      for (array, (shape, type, file)) in zip(part.arrays, rows) {
        table.append([array, DataRecord.Part.text(shape: shape), type, file.printable(limit: 4096)])
      }
    }
    return table.lines
  }

  private var pixels: [String] {
    var table = TextTable([
      ("images", .left), ("count", .right), ("mean/255", .right), ("std/255", .right), ("black pixels", .right),
    ])
    for part in record.parts {
      table.append([
        part.title, "\(part.imagesShape[0])", String(format: "%.6f", part.mean),
        String(format: "%.6f", part.standardDeviation), Self.percent(part.blackShare),
      ])
    }
    return table.lines
  }

  private var classes: [String] {
    var table = TextTable(
      [("label", .right), ("class", .left)]
        + record.parts.flatMap { [($0.title, TextTable.Alignment.right), ("share", .right)] })
    for (label, name) in record.classNames.enumerated() {
      let cells = record.parts.flatMap { part in
        let count = part.classCounts[label]
        return ["\(count)", Self.percent(Double(count) / Double(part.imagesShape[0]))]
      }
      table.append(["\(label)", name] + cells)
    }
    return table.lines
  }

  private var digests: [String] {
    var table = TextTable([("array", .left), ("sha256", .left), ("", .left)])
    for part in record.parts {
      for (array, digest) in zip(part.arrays, [part.imagesSHA256, part.labelsSHA256]) {
        table.append([array, digest, part.isOfficial ? "official" : "not Fashion-MNIST"])
      }
    }
    return table.lines
  }

  private static func percent(_ share: Double) -> String { String(format: "%.1f %%", 100 * share) }
}
