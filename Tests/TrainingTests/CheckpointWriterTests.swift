import Checkpoints
import Collectives
import KernelInterface
import Support
import Synchronization
import SystemPackage
import Testing
import Training

/// What is written beside training.
@Suite("Checkpoint writer", .timeLimit(.minutes(5)))
struct CheckpointWriterTests {
  private let scratch: ScratchFolder
  private let run: TrainingRun

  init() throws {
    scratch = try ScratchFolder()
    run = try TrainingRun(EqualityCase("", batchSize: 32, shards: 8).configuration)
  }

  @Test("the last snapshot is always written, and of the others the newest stay")
  func keeps() throws {
    let warnings = Warnings()
    let writer = try writer(keep: 2, warnings)
    for step in 1...20 { writer.write(try snapshot(step: step), isBest: step == 7) }
    try writer.finish()
    let folder = CheckpointFolder(scratch.file("checkpoints"))
    let search = try folder.newestValid()
    #expect(search.newest?.run.step == 20 && search.skipped.isEmpty)
    #expect(try folder.list().count <= 2)
    #expect(try Checkpoint(reading: best).run.step == 7)
    #expect(warnings.all.withLock(\.self).isEmpty)
  }

  @Test("those that are required are all written")
  func required() throws {
    let writer = try writer(keep: 20, Warnings())
    for step in 1...20 { writer.write(try snapshot(step: step), isBest: false, isRequired: !step.isMultiple(of: 5)) }
    try writer.finish()
    let steps = try CheckpointFolder(scratch.file("checkpoints")).list().map { Int($0.stem?.dropFirst(5) ?? "") }
    for step in 1...20 where !step.isMultiple(of: 5) { #expect(steps.contains(step), "\(step)") }
  }

  @Test("a checkpoint that cannot be written is a warning, and the next one is written again")
  func failure() throws {
    let warnings = Warnings()
    let writer = try writer(keep: 3, warnings)
    writer.write(try snapshot(step: 1), isBest: false)
    try writer.finish()
    // A folder has the name of the next file.
    let obstacle = try scratch.makeFolder("checkpoints/step-00000002.safetensors/inside")
    #expect(!obstacle.isEmpty)
    writer.write(try snapshot(step: 2), isBest: false)
    #expect(throws: StorageError.self) { try writer.finish() }
    let said = warnings.all.withLock(\.self)
    #expect(said.count == 1 && said[0].hasPrefix("the checkpoint after step 2 could not be saved"))
    #expect(try CheckpointFolder(scratch.file("checkpoints")).newestValid().newest?.run.step == 1)
    writer.write(try snapshot(step: 3), isBest: false)
    try writer.finish()
    #expect(try CheckpointFolder(scratch.file("checkpoints")).newestValid().newest?.run.step == 3)
  }

  private var best: FilePath { scratch.file("checkpoints/best.safetensors") }

  private func writer(keep: Int, _ warnings: Warnings) throws -> CheckpointWriter {
    let folder = CheckpointFolder(scratch.file("checkpoints"), keep: keep)
    try folder.prepare()
    return CheckpointWriter(
      folder, best: best, network: run.makeNetwork(), CheckpointSettings(run.configuration, dataDigest: "digest")
    ) { warning in warnings.all.withLock { $0.append(warning) } }
  }

  private func snapshot(step: Int) throws -> TrainingSnapshot {
    var progress = RunProgress()
    progress.position = RunPosition(step: step, epoch: 0, stepInEpoch: step)
    return TrainingSnapshot(progress, try run.makeAssembly(threads: 1).state, best: nil)
  }

  private final class Warnings: Sendable {
    let all = Mutex<[String]>([])
  }
}
