import Foundation
import InputFiles
package import SystemPackage
import TextTables

/// What a safetensors file holds, as text for a person.
package enum Inspection {
  /// A description of the file `path`: tensors, metadata, number of parameters, and the digest of the weights.
  ///
  /// - Throws: as `SafetensorsFile.init(reading:)`; `badData` if a digest in the file differs from its content.
  package static func text(of path: FilePath) throws(StorageError) -> String {
    let file = try SafetensorsFile(reading: path)
    let format = try FileFormat.verified(file)
    let kind = format?.rawValue ?? "safetensors file of another program"
    let heading = "\(path.printable): \(kind), \(file.entries.count) tensors, \(grouped(file.data.count)) bytes of data"
    let sections = [[heading], tensors(file), metadata(file), summary(file)]
    return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
  }

  private static func tensors(_ file: SafetensorsFile) -> [String] {
    var table = TextTable([("tensor", .left), ("dtype", .left), ("shape", .left), ("bytes", .right)])
    for entry in file.entries {
      table.append([
        entry.name.printable(limit: 60), entry.elementType.rawValue, "\(entry.shape)".printable(limit: 60),
        grouped(entry.bytes.count),
      ])
    }
    return file.entries.isEmpty ? [] : table.lines
  }

  private static func metadata(_ file: SafetensorsFile) -> [String] {
    var table = TextTable([("metadata", .left), ("value", .left)])
    for (key, value) in file.metadata.sorted(by: { $0.key < $1.key }) {
      table.append([key.printable(limit: 40), value.printable(limit: 72)])
    }
    return file.metadata.isEmpty ? [] : table.lines
  }

  private static func summary(_ file: SafetensorsFile) -> [String] {
    let weights = file.entries.filter { CheckpointPart(of: $0.name) == .weights }
    let digest: String
    do throws(StorageError) {
      var tensors: [Tensor] = []
      for entry in weights { tensors.append(try file.tensor(entry)) }
      digest = WeightsDigest.hexadecimal(of: tensors)
    } catch {
      digest = "none: \(error.problem)"
    }
    return [
      "parameters: \(grouped(weights.reduce(0) { $0 + $1.elementCount }))",
      "content sha256: \(ContentSeal.isPresent(in: file) ? "verified" : "none in the file, nothing to verify")",
      "weights sha256: \(digest)",
    ] + (file.conversionRemark.map { [$0] } ?? []) + notFinite(file)
  }

  /// A line for what no program can compute with; none where all numbers are finite.
  private static func notFinite(_ file: SafetensorsFile) -> [String] {
    let counts = file.entries.compactMap { entry -> String? in
      let count = (try? file.tensor(entry))?.values.count { !$0.isFinite } ?? 0
      return count == 0 ? nil : "\(grouped(count)) in \(entry.name.printable(limit: 60))"
    }
    guard !counts.isEmpty else { return [] }
    let rest = counts.count > 8 ? ", and in \(counts.count - 8) other tensors" : ""
    return ["not finite (NaN or infinity): \(counts.prefix(8).joined(separator: ", "))\(rest)"]
  }

  private static func grouped(_ number: Int) -> String {
    number.formatted(.number.locale(Locale(identifier: "en_US")))
  }
}
