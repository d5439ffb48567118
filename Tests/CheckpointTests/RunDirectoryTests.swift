import Checkpoints
import ExitCodes
import Foundation
import Support
import SystemPackage
import Testing

@Suite struct RunDirectoryTests {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  /// A run that began at 2009-02-13 23:31:30 UTC.
  private func namedRun(_ model: String) throws -> RunDirectory {
    try RunDirectory(
      model: model, time: Date(timeIntervalSince1970: 1_234_567_890), timeZone: .gmt, parent: scratch.file("a/runs"))
  }

  @Test func aNewFolderIsMadeWithItsParents() throws {
    let run = try RunDirectory(creating: scratch.file("a/b/c"))
    let names = [run.config, run.metrics, run.history, run.model, run.checkpoints].map(\.lastComponent?.string)
    #expect(names == ["config.json", "metrics.jsonl", "history.csv", "model.safetensors", "checkpoints"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: run.path.string) == ["checkpoints"])
  }

  @Test func anEmptyFolderIsTaken() throws {
    let run = try RunDirectory(creating: scratch.root)
    #expect(run.path == scratch.root)
  }

  @Test func aRunIsNeverOverwritten() throws {
    let run = try RunDirectory(creating: scratch.file("run"))
    let error = #expect(throws: StorageError.self) { try RunDirectory(creating: run.path) }
    #expect(error?.kind == .cannotCreate)
    #expect(error?.exitStatus == .cannotCreate)
    #expect(error?.description.hasSuffix("Choose another --output-dir.") == true)
  }

  @Test func aSeriesHasAFolderForEachRun() throws {
    let series = try SeriesDirectory(creating: scratch.file("series"), runs: ["seed-1", "seed-2"], description: "what")
    let names = { try FileManager.default.contentsOfDirectory(atPath: series.path.string).sorted() }
    #expect(try names() == ["seed-1", "seed-2", "series.json"])
    #expect(try ScratchFolder.text(of: SeriesDirectory.description(in: series.path)) == "what")
    #expect(series.run("seed-2") == scratch.file("series/seed-2"))
    let error = #expect(throws: StorageError.self) {
      try SeriesDirectory(creating: series.path, runs: ["seed-3"], description: "")
    }
    #expect(error?.kind == .cannotCreate)
    _ = try SeriesDirectory(resuming: series.path, runs: ["seed-1", "seed-3"])
    #expect(try names() == ["seed-1", "seed-2", "seed-3", "series.json"])
    let named = try SeriesDirectory(
      model: "m", runs: ["fold-1"], description: "", time: Date(timeIntervalSince1970: 1_234_567_890), timeZone: .gmt,
      parent: scratch.file("runs"))
    #expect(named.path == scratch.file("runs/20090213T233130-m"))
  }

  @Test func whatIsInAFolderIsTold() throws {
    let run = try RunDirectory(creating: scratch.file("run"))
    // One that was stopped at once.
    #expect(try RunDirectory.content(of: run.path) == .run)
    _ = try RunDirectory(creating: scratch.file("recorded"))
    try scratch.write([1], "recorded/metrics.jsonl")
    try FileManager.default.removeItem(atPath: scratch.file("recorded/checkpoints").string)
    #expect(try RunDirectory.content(of: scratch.file("recorded")) == .run)
    let series = try SeriesDirectory(creating: scratch.file("series"), runs: ["seed-1"], description: "")
    #expect(try RunDirectory.content(of: series.path) == .series)
    #expect(try RunDirectory.content(of: series.run("seed-1")) == .nothing)
    #expect(try RunDirectory.content(of: scratch.file("absent")) == .nothing)
    #expect(try RunDirectory.content(of: scratch.writeFile([1], "file")) == .file)
    _ = try RunDirectory(creating: scratch.file("other/run"))
    #expect(try RunDirectory.content(of: scratch.file("other")) == .other)
  }

  @Test func theRunOfACheckpointIsFoundByItsFolder() throws {
    let run = try RunDirectory(creating: scratch.file("run"))
    let file = run.checkpoints.appending("step-00000001.safetensors")
    #expect(RunDirectory.folder(ofCheckpoint: file) == run.path)
    #expect(RunDirectory.folder(ofCheckpoint: scratch.file("step-00000001.safetensors")) == nil)
    #expect(RunDirectory.folder(ofCheckpoint: "step-00000001.safetensors") == nil)
    _ = try RunDirectory(creating: scratch.file("else/run"))
    #expect(RunDirectory.folder(ofCheckpoint: scratch.file("else/run/step-00000001.safetensors")) == nil)
  }

  @Test func recordsAreRemovedAndCheckpointsStay() throws {
    let run = try RunDirectory(creating: scratch.file("run"))
    for name in ["config.json", "metrics.jsonl", "history.csv", "report.html", "checkpoints/step-00000001.safetensors"]
    {
      try scratch.write([1], "run/\(name)")
    }
    try run.removeRecords()
    #expect(try FileManager.default.contentsOfDirectory(atPath: run.path.string) == ["checkpoints"])
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: run.checkpoints.string) == ["step-00000001.safetensors"])
  }

  @Test func whatCannotBeMadeIsAnError() throws {
    let file = try scratch.writeFile([1], "file")
    for path in [file, file.appending("run"), "/proc/run"] {
      let error = #expect(throws: StorageError.self) { try RunDirectory(creating: path) }
      #expect(error?.kind == .cannotCreate)
    }
    #expect(try ScratchFolder.bytes(of: file) == [1])
  }

  @Test func leftoversOfTheRunsOwnFilesAreRemovedAndNoOthers() throws {
    let run = try RunDirectory(creating: scratch.file("series/run"))
    let series = try SeriesDirectory(creating: scratch.file("other"), runs: [], description: "")
    let own = ["config.json", "metrics.jsonl", "history.csv", "model.safetensors", "report.html"]
    let others = ["predictions.csv", "model.safetensors.npz", ""]
    for name in own + others + ["runs.csv"] {
      try scratch.write([1], "series/run/.lockstep-00000000deadbeef-\(name).tmp")
      try scratch.write([1], "other/.lockstep-00000000deadbeef-\(name).tmp")
    }
    try scratch.write([1], "series/run/model.safetensors")
    try run.removeLeftovers()
    try series.removeLeftovers()
    func left(_ folder: String) throws -> Set<String> {
      let names = try FileManager.default.contentsOfDirectory(atPath: scratch.path(folder))
      return Set(names.map { $0.replacing(".lockstep-00000000deadbeef-", with: "").replacing(".tmp", with: "") })
    }
    #expect(try left("series/run") == Set(others + ["runs.csv", "checkpoints", "model.safetensors"]))
    #expect(try left("other") == Set(own + others).subtracting(["report.html"]))
  }

  @Test func theDefaultNameIsTimeAndModel() throws {
    #expect(try namedRun("lab-003").path == scratch.file("a/runs/20090213T233130-lab-003"))
    #expect(try namedRun("lab-003").path == scratch.file("a/runs/20090213T233130-lab-003-2"))
    #expect(try namedRun("lab-003").path == scratch.file("a/runs/20090213T233130-lab-003-3"))
    #expect(try namedRun("../Ä b/m.json").path == scratch.file("a/runs/20090213T233130-..---b-m.json"))
    #expect(try namedRun("").path == scratch.file("a/runs/20090213T233130-"))
  }

  @Test func ofManyWhoAskForOneFolderOneGetsIt() async throws {
    let empty = scratch.file("empty")
    try FileManager.default.createDirectory(atPath: empty.string, withIntermediateDirectories: false)
    for path in [scratch.file("new"), empty] {
      let winners = await withTaskGroup(of: Bool.self) { group in
        for _ in 0..<16 { group.addTask { (try? RunDirectory(creating: path)) != nil } }
        return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(winners == 1)
    }
  }

  @Test func ofManyWhoAskForOneNameEachGetsItsOwn() async throws {
    let parent = scratch.root
    let paths = try await withThrowingTaskGroup(of: FilePath.self) { group in
      for _ in 0..<16 { group.addTask { try RunDirectory(model: "m", time: .distantPast, parent: parent).path } }
      return try await group.reduce(into: Set<FilePath>()) { $0.insert($1) }
    }
    #expect(paths.count == 16)
  }
}
