import Checkpoints
import Foundation
import Support
import SystemPackage
import Testing

@Suite struct LineFileTests {
  private struct Record: Encodable {
    let event: String
    let loss: Float
    let step: Int?
  }

  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  @Test func linesAreAppended() throws {
    let path = scratch.file("history.csv")
    try LineFile(path).append("epoch,loss")
    try LineFile(path).append("1,0.5")
    #expect(try ScratchFolder.text(of: path) == "epoch,loss\n1,0.5\n")
  }

  @Test func recordsAreOneLineEachWithSortedKeys() throws {
    let file = try JSONLinesFile(scratch.file("metrics.jsonl"))
    try file.append(Record(event: "a/b\nc", loss: 0.1, step: 1))
    try file.append(Record(event: "diverged", loss: .nan, step: nil))
    let expected = #"""
      {"event":"a/b\nc","loss":0.1,"step":1}
      {"event":"diverged","loss":"NaN"}

      """#
    #expect(try ScratchFolder.text(of: scratch.file("metrics.jsonl")) == expected)
  }

  @Test func linesOfSeveralWritersDoNotMix() async throws {
    let path = scratch.file("lines")
    try await withThrowingTaskGroup { group in
      for writer in 0..<4 {
        group.addTask {
          let file = try LineFile(path)
          for _ in 0..<100 { try file.append(String(repeating: "\(writer)", count: 50)) }
        }
      }
      try await group.waitForAll()
    }
    let lines = try ScratchFolder.text(of: path).split(separator: "\n")
    #expect(lines.count == 400)
    #expect(lines.allSatisfy { Set($0).count == 1 && $0.count == 50 })
  }

  @Test func linesAreLeftOutAndAnUnfinishedLastOneGoes() throws {
    let path = try scratch.writeFile(Array("a\nb\n\nc\nunfinished".utf8), "lines")
    try LineFile.keepLines(of: path) { $0 != Array("b".utf8) }
    #expect(try ScratchFolder.text(of: path) == "a\n\nc\n")
    let before = try FileManager.default.attributesOfItem(atPath: path.string)[.systemFileNumber] as? Int
    try LineFile.keepLines(of: path) { _ in true }
    #expect(try FileManager.default.attributesOfItem(atPath: path.string)[.systemFileNumber] as? Int == before)
    try LineFile.keepLines(of: scratch.file("absent")) { _ in false }
    #expect(!FileManager.default.fileExists(atPath: scratch.file("absent").string))
  }

  @Test func errorsAreReported() throws {
    let opening = #expect(throws: StorageError.self) { try LineFile(scratch.file("missing/lines")) }
    #expect(opening?.kind == .cannotCreate)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "/dev/full is a device of Linux"))
  func aFullDiskIsReported() throws {
    let file = try LineFile("/dev/full")
    let error = #expect(throws: StorageError.self) { try file.append("line") }
    #expect(error?.kind == .inputOutput)
    #expect(error?.problem == "cannot append a line of 5 bytes: No space left on device")
    var warnings: [StorageError] = []
    for line in ["one", "three"] { file.append(line, orLater: { warnings.append($0) }) }
    #expect(warnings.map(\.problem) == ["cannot append a line of 4 bytes: No space left on device"])
  }
}
