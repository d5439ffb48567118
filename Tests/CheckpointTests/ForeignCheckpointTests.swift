import Checkpoints
import Foundation
import Support
import SystemPackage
import Testing

/// The newest checkpoint is something else: the one before is taken, and one message names the file and the fault.
@Suite struct ForeignCheckpointTests {
  let damaged: DamagedFolder

  init() throws { damaged = try DamagedFolder() }

  @Test func noFile() throws {
    try damaged.replace { try FileManager.default.createDirectory(atPath: $0, withIntermediateDirectories: false) }
    try damaged.expectPassedOver("a folder", "is a folder, expected a regular file")
    try damaged.replace { #expect(unsafe mkfifo($0, 0o600) == 0) }
    try damaged.expectPassedOver("a pipe", "is a pipe, expected a regular file")
  }

  @Test(arguments: [
    ("missing.safetensors", "No such file or directory"), (".", "is a folder"), ("/dev/null", "is a device"),
    ("step-00000012.safetensors", "Too many levels of symbolic links"),
    ("step-00000006.safetensors", "has the checkpoint of step 6, expected step 12"),
  ])
  func aLink(target: String, fault: String) throws {
    try damaged.replace { try FileManager.default.createSymbolicLink(atPath: $0, withDestinationPath: target) }
    try damaged.expectPassedOver("a link to \(target)", fault)
  }

  /// A link may lead to another run's checkpoint, which is not this run's to write.
  @Test func aLinkIsNotWrittenThrough() throws {
    let other = try damaged.scratch.writeFile([1, 2, 3], "other")
    try damaged.replace { try FileManager.default.createSymbolicLink(atPath: $0, withDestinationPath: other.string) }
    try damaged.expectPassedOver("a link to something else", "has only 3 bytes")
    try damaged.folder.write(Samples.checkpoint(step: 12, identity: DamagedFolder.identity))
    #expect(try ScratchFolder.bytes(of: other) == [1, 2, 3])
    #expect(try damaged.folder.newestValid(ofRun: DamagedFolder.identity).newest?.run.step == 12)
  }

  /// Who moves checkpoints to another disk may leave links.
  @Test func aLinkToWhatBelongsThereIsFollowed() throws {
    let moved = try damaged.scratch.writeFile(damaged.whole, "moved")
    try damaged.replace { try FileManager.default.createSymbolicLink(atPath: $0, withDestinationPath: moved.string) }
    #expect(try damaged.folder.newestValid(ofRun: DamagedFolder.identity).newest?.run.step == 12)
  }

  /// The same model and step: only what it says of its run tells it.
  @Test func anotherRunsCheckpoint() throws {
    for (identity, found) in [("run 2", #""run 2""#), (nil, "missing")] as [(String?, String)] {
      let other = CheckpointFolder(damaged.scratch.file("other"))
      try other.prepare()
      let file = try other.write(Samples.checkpoint(step: 12, seed: 7, identity: identity))
      try damaged.expectPassedOver(
        ScratchFolder.bytes(of: file), "of another run",
        "is of another run, with seed 7: its run_sha256 is \(found), expected \"run 1\"")
      try damaged.replace { try FileManager.default.createSymbolicLink(atPath: $0, withDestinationPath: file.string) }
      try damaged.expectPassedOver("a link to another run's", "is of another run")
    }
    #expect(try damaged.folder.newestValid().newest?.run.seed == 7, "without an identity there is nothing to compare")
  }

  @Test func anotherKindOfFile() throws {
    let model = damaged.scratch.file("model.safetensors")
    try SavedModel.write(Samples.weights, run: Samples.run(identity: DamagedFolder.identity), to: model)
    try damaged.expectPassedOver(ScratchFolder.bytes(of: model), "a model", "is no checkpoint")
    try damaged.expectPassedOver(
      Array("<!DOCTYPE html><title>404 Not Found</title>".utf8), "a page", "is no safetensors file")
  }

  @Test func manyAtOnce() throws {
    for (number, percent) in [99, 50, 0].enumerated() {
      let name = "step-000000\(20 + number).safetensors"
      try damaged.scratch.write(Array(damaged.whole.prefix(damaged.whole.count * percent / 100)), "checkpoints/\(name)")
    }
    let search = try damaged.folder.newestValid(ofRun: DamagedFolder.identity)
    #expect(search.newest?.run.step == 12)
    #expect(search.skipped.count == 3)
  }
}
