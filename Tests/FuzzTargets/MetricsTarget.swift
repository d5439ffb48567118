import Encodings
import ExitCodes
import Foundation
import RunRecords
import Support
import SystemPackage
import Training
import lockstep

/// The records of a run, as `report` reads them: metrics.jsonl, or config.json where the input begins with a "C".
struct MetricsTarget: FuzzTarget {
  static let name = "metrics"
  static let longest = 8192

  /// What may not come out of a text as it went into it.
  private static let markup = "<xss"

  private let scratch: ScratchFolder

  init() throws {
    scratch = try ScratchFolder()
    _ = try scratch.makeFolder("metrics")
    _ = try scratch.makeFolder("config")
  }

  func read(_ input: [UInt8]) throws -> Outcome {
    let isConfig = input.first == UInt8(ascii: "C")
    let folder = isConfig ? "config" : "metrics"
    try scratch.write(
      isConfig ? Array(input.dropFirst()) : input, isConfig ? "config/config.json" : "metrics/metrics.jsonl")
    if !isConfig { try input.split(separator: UInt8(ascii: "\n")).forEach(requireSameWhenWritten) }
    return try Outcome.of([.badData, .inputMissing]) {
      for page in try OutsideInput.pages(of: scratch.file(folder)) {
        try require(!page.contains(Self.markup), "a text became a part of the page")
      }
    }
  }

  /// A record of an epoch or of a result says the same once it is written again.
  private func requireSameWhenWritten(_ line: ArraySlice<UInt8>) throws {
    func check<Record: Codable>(_ type: Record.Type) throws {
      guard let record = try? JSONText.value(type, of: Data(line)) else { return }
      let text = try JSONText.text(record)
      let again = try JSONText.text(try JSONText.value(type, of: Data(text.utf8)))
      // As text, in which NaN is equal to itself.
      try require(again == text, "\(text), read again, is \(again)")
    }
    try check(EpochFigures.self)
    try check(ResultFigures.self)
  }
}
