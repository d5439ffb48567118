import Checkpoints
import Foundation
import Support
import SystemPackage
import Testing

@Suite struct CheckpointFolderTests {
  let scratch: ScratchFolder
  let path: FilePath

  init() throws {
    scratch = try ScratchFolder()
    path = scratch.file("run/checkpoints")
  }

  private func folder(steps: [Int], keep: Int? = nil) throws -> CheckpointFolder {
    let folder = CheckpointFolder(path, keep: keep)
    try folder.prepare()
    for step in steps { try folder.write(Samples.checkpoint(step: step)) }
    return folder
  }

  private func damage(step: Int) throws {
    let file = path.appending(try #require(try names().first { $0.contains("\(step).") }))
    var bytes = try ScratchFolder.bytes(of: file)
    bytes[bytes.count / 2] ^= 4
    try Data(bytes).write(to: URL(filePath: file.string))
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path.string).sorted()
  }

  @Test func filesAreNamedAndListedByStep() throws {
    let folder = try folder(steps: [100, 20, 123_456_789])
    try Data().write(to: URL(filePath: path.appending("step-5.safetensors").string))
    try Data().write(to: URL(filePath: path.appending("notes.txt").string))
    let expected = ["step-00000020.safetensors", "step-00000100.safetensors", "step-123456789.safetensors"]
    #expect(try folder.list() == expected.map { path.appending($0) })
  }

  @Test func theNewestValidIsFoundAndBrokenOnesAreNamed() throws {
    let folder = try folder(steps: [1, 2, 3, 4])
    #expect(try folder.newestValid().newest == Samples.checkpoint(step: 4))
    try damage(step: 4)
    try Data().write(to: URL(filePath: path.appending("step-00000003.safetensors").string))
    let search = try folder.newestValid()
    #expect(search.newest == Samples.checkpoint(step: 2))
    #expect(search.path == path.appending("step-00000002.safetensors"))
    #expect(
      search.skipped.map(\.path.lastComponent?.string) == ["step-00000004.safetensors", "step-00000003.safetensors"])
    #expect(search.skipped.last?.problem.hasPrefix("is empty") == true)
  }

  @Test func oneThatIsNotAcceptedIsSkipped() throws {
    let search = try folder(steps: [1, 2]).newestValid { checkpoint, file throws(StorageError) in
      guard checkpoint.run.step == 2 else { return }
      throw StorageError(.badData, file, "is another's", advice: "")
    }
    #expect(search.newest?.run.step == 1)
    #expect(search.skipped.map(\.problem) == ["is another's"])
  }

  @Test func aRenamedCheckpointIsSkipped() throws {
    let folder = try folder(steps: [1, 2])
    try FileManager.default.copyItem(
      atPath: path.appending("step-00000001.safetensors").string,
      toPath: path.appending("step-00000009.safetensors").string)
    let search = try folder.newestValid()
    #expect(search.newest?.run.step == 2)
    #expect(search.skipped.map(\.problem) == ["has the checkpoint of step 1, expected step 9"])
  }

  @Test func withoutAValidFileThereIsNone() throws {
    let empty = try folder(steps: []).newestValid()
    #expect(empty.newest == nil && empty.skipped == [])
    let folder = try folder(steps: [1])
    try damage(step: 1)
    let search = try folder.newestValid()
    #expect(search.newest == nil && search.path == nil && search.skipped.count == 1)
  }

  @Test func aMissingFolderIsAnError() throws {
    let error = #expect(throws: StorageError.self) { try CheckpointFolder(path).newestValid() }
    #expect(error?.kind == .inputMissing)
  }

  @Test func onlyTheNewestAreKept() throws {
    _ = try folder(steps: [1, 2, 3, 4], keep: 2)
    #expect(try names() == ["step-00000003.safetensors", "step-00000004.safetensors"])
  }

  @Test func laterFilesAreNotCountedAfterAReturnToAnEarlierStep() throws {
    _ = try folder(steps: [10, 90])
    try damage(step: 90)
    let folder = try folder(steps: [11, 12], keep: 1)
    #expect(try names() == ["step-00000012.safetensors", "step-00000090.safetensors"])
    #expect(try folder.newestValid().newest?.run.step == 12)
  }

  @Test func preparingRemovesWhatAKilledProcessLeftOfCheckpointsAndNothingElse() throws {
    _ = try folder(steps: [1])
    let own = ["step-00000002.safetensors", "best.safetensors"].map { ".lockstep-0123456789abcdef-\($0).tmp" }
    let others = [
      ".hidden", ".lockstep-0123456789abcdef-weights.npz.tmp", ".lockstep-12-best.safetensors.tmp",
      ".lockstep-12ab.tmp",
      "mine.tmp",
    ]
    for name in own + others { try Data([1]).write(to: URL(filePath: path.appending(name).string)) }
    _ = try folder(steps: [])
    #expect(try names() == others + ["step-00000001.safetensors"])
  }

  @Test func aFolderThatCannotBeMadeIsAnError() throws {
    let file = try scratch.writeFile([1], "file")
    for path in [file, file.appending("checkpoints"), "/proc/checkpoints"] {
      let error = #expect(throws: StorageError.self) { try CheckpointFolder(path).prepare() }
      #expect(error?.kind == .cannotCreate)
    }
  }
}
