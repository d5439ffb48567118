import Checkpoints
import Foundation
import Support
import SystemPackage
import Testing

@Suite struct JSONFileTests {
  private struct Record: Decodable, Equatable {
    let event: String
    let loss: Double
  }

  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private func lines(_ text: String) throws -> [Record] {
    try JSONFile.readLines(Record.self, scratch.writeFile(Array(text.utf8), "metrics.jsonl"))
  }

  @Test func whatIsAppendedIsReadAgain() throws {
    let file = try JSONLinesFile(scratch.file("metrics.jsonl"))
    try file.append(["event": "a"])
    #expect(throws: StorageError.self) { try JSONFile.readLines(Record.self, scratch.file("metrics.jsonl")) }
    let records = try lines(#"{"event":"a","loss":0.5}"# + "\n" + #"{"event":"b","loss":"-Infinity"}"# + "\n")
    #expect(records == [Record(event: "a", loss: 0.5), Record(event: "b", loss: -.infinity)])
  }

  @Test func damagedLinesAreToldAndLeftOut() throws {
    let text = #"{"event":"a","loss":1}"# + "\n\0\0\n" + #"{"event":"b","loss":2}"# + "\n"
    var faults: [String] = []
    let path = try scratch.writeFile(Array(text.utf8), "metrics.jsonl")
    let records = try JSONFile.readLines(Record.self, path) { faults.append($0.problem) }
    #expect(records.map(\.event) == ["a", "b"])
    #expect(faults == ["line 2: is not valid JSON"])
  }

  @Test func anUnfinishedLastLineIsNoRecord() throws {
    #expect(try lines(#"{"event":"a","loss":0.5}"# + "\n" + #"{"event":"b","lo"#).count == 1)
    #expect(try lines("").isEmpty)
  }

  @Test(arguments: [
    ("nonsense", "line 2: is not valid JSON"), (#"{"event":"b"}"#, #"line 2: has no "loss""#),
    (#"{"event":1,"loss":1}"#, #"line 2: "event" is no String"#), ("", "line 2: is not valid JSON"),
    (#"{"event":"b","loss":null}"#, #"line 2: "loss" has no value"#),
  ])
  func aDamagedLineIsNamed(line: String, problem: String) throws {
    let error = try #require(
      throws: StorageError.self
    ) { try lines(#"{"event":"a","loss":0.5}"# + "\n" + line + "\n") }
    #expect(error.kind == .badData)
    #expect(error.problem == problem)
  }

  @Test func aFileOfNewlinesAndALineWithoutEndAreRefused() throws {
    let lines = try scratch.writeFile(.init(repeating: UInt8(ascii: "\n"), count: 1 << 22), "lines.jsonl")
    let error = try #require(throws: StorageError.self) { try JSONFile.readLines(Record.self, lines) }
    #expect(error.problem == "line 1: is not valid JSON")
    let line = try scratch.writeFile(.init(repeating: UInt8(ascii: " "), count: 1 << 24 + 1), "line.jsonl")
    let long = try #require(throws: StorageError.self) { try JSONFile.readLines(Record.self, line) }
    #expect(long.problem == "line 1: has more than 16777216 bytes, too many for a record")
    let whole = try #require(throws: StorageError.self) { try JSONFile.read(Record.self, line) }
    #expect(whole.kind == .badData)
  }

  @Test func linesLongerThanAChunkAreRead() throws {
    let event = String(repeating: "e", count: 1 << 19)
    let text = (0..<3).map { #"{"event":"\#(event)","loss":\#($0)}"# + "\n" }.joined()
    #expect(try lines(text) == (0..<3).map { Record(event: event, loss: Double($0)) })
  }

  @Test func aMissingFileIsMissingInput() throws {
    let error = try #require(throws: StorageError.self) { try JSONFile.read(Record.self, scratch.file("absent")) }
    #expect(error.kind == .inputMissing)
  }

  @Test func theRunsOfASeriesAreInOrder() throws {
    for name in ["seed-10", "seed-9", "other"] { _ = try RunDirectory(creating: scratch.file(name)) }
    for name in ["seed-10", "seed-9"] { _ = try scratch.writeFile(Array("{}".utf8), "\(name)/config.json") }
    #expect(try SeriesDirectory.runs(in: scratch.root).map { $0.path.lastComponent?.string } == ["seed-9", "seed-10"])
    #expect(try SeriesDirectory.runs(in: scratch.file("seed-9")).isEmpty)
    #expect(try RunDirectory(reading: scratch.file("seed-9")).report == scratch.file("seed-9/report.html"))
    for name in ["other", "absent"] {
      let error = try #require(throws: StorageError.self) { try RunDirectory(reading: scratch.file(name)) }
      #expect(error.kind == .inputMissing)
    }
  }
}
