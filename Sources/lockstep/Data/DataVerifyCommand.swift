import ArgumentParser
import Collectives
import FashionMNIST
import InputFiles
import SystemPackage
import TextTables

/// `lockstep data verify`.
struct DataVerifyCommand: ParsableCommand, RunsOnAllRanks {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check that the four files of a data set are Fashion-MNIST, as published.",
    discussion: """
      Compares SHA-256 digests of the uncompressed files with those of the published ones. Exit codes: 0 all four are \
      published files; 65 one differs or is damaged; 66 one is absent or cannot be read.
      """)

  @OptionGroup var dataset: DatasetOption

  @Flag(help: "Print the result as JSON.")
  var json = false

  func run() throws {
    try RankContext.run { context in
      try context.together("verifying the data") {
        guard context.isFirst else { return }
        let files = try dataset.location(context.environment).verification()
        if json {
          try JSONOutput.write(files.map(VerificationRecord.init))
        } else {
          try StandardOutput.text(Self.text(files))
        }
        if let error = Self.error(files) { throw error }
      }
    }
  }

  private static func text(_ files: [FileVerification]) -> String {
    var table = TextTable([("file", .left), ("sha256", .left), ("", .left)])
    for file in files {
      table.append([file.path?.string ?? file.name, file.sha256 ?? "-", VerificationRecord(file).result])
      if file.outcome == .differs { table.append(["", file.officialSHA256, "expected"]) }
    }
    return table.lines.map { $0 + "\n" }.joined()
  }

  /// What is wrong with the files together; nil if nothing is.
  private static func error(_ files: [FileVerification]) -> DataError? {
    let faults = files.filter { $0.outcome != .official }
    guard !faults.isEmpty else { return nil }
    let reasons = faults.map { file in
      if case .unreadable(let error) = file.outcome { return error.description }
      return "\(file.path?.printable ?? file.name): not the published file"
    }
    // A wrong file weighs more than a missing one.
    let isAbsent = faults.allSatisfy { file in
      if case .unreadable(let error) = file.outcome { error.kind == .inputMissing } else { false }
    }
    return DataError(
      isAbsent ? .inputMissing : .badData,
      "\(faults.count) of \(files.count) files not verified:" + reasons.map { "\n  \($0)" }.joined()
        + "\nGet Fashion-MNIST's files again, or go on with these: they are called \"not Fashion-MNIST\".")
  }
}

/// What `data verify` found of a file.
struct VerificationRecord: Encodable {
  let name: String
  let path: String?
  let sha256: String?
  let officialSHA256: String
  let result: String

  enum CodingKeys: String, CodingKey {
    case name, path, sha256, result
    case officialSHA256 = "official_sha256"
  }

  init(_ file: FileVerification) {
    name = file.name
    path = file.path?.string
    sha256 = file.sha256
    officialSHA256 = file.officialSHA256
    result =
      switch file.outcome {
      case .official: "official"
      case .differs: "differs"
      case .unreadable(let error): error.kind == .inputMissing ? "missing" : "damaged"
      }
  }
}
