import Checkpoints
import Support
import SystemPackage
import Testing

@Suite struct CheckpointTests {
  let scratch: ScratchFolder
  let path: FilePath

  init() throws {
    scratch = try ScratchFolder()
    path = scratch.file("checkpoint.safetensors")
  }

  @Test func whatIsWrittenIsRead() throws {
    let checkpoint = Samples.checkpoint()
    try checkpoint.write(to: path)
    #expect(try Checkpoint(reading: path) == checkpoint)
    let bytes = try ScratchFolder.bytes(of: path)
    try Checkpoint(reading: path).write(to: path)
    #expect(try ScratchFolder.bytes(of: path) == bytes)
  }

  @Test func aCheckpointMayHaveNoSlotsOrOthers() throws {
    let velocities = Samples.weights.filter { !$0.name.contains("moving") }.map { Samples.filled($0, 0.5) }
    for slots in [[], [OptimizerSlot(.momentum, velocities)]] {
      let checkpoint = Checkpoint(weights: Samples.weights, slots: slots, run: Samples.run())
      try checkpoint.write(to: path)
      #expect(try Checkpoint(reading: path) == checkpoint)
      let model = try SavedModel(reading: path)
      #expect(model.weights == Samples.weights)
    }
  }

  @Test func theFileHasTheNamesOfTheFormat() throws {
    try Samples.checkpoint().write(to: path)
    let file = try SafetensorsFile(reading: path)
    let names = file.entries.map(\.name)
    #expect(names.prefix(4) == Samples.weights.map(\.name)[...])
    #expect(names.dropFirst(4).prefix(3) == ["adam.m.conv2d.kernel", "adam.m.conv2d.bias", "adam.m.dense.kernel"])
    #expect(names.dropFirst(7) == ["adam.v.conv2d.kernel", "adam.v.conv2d.bias", "adam.v.dense.kernel"])
    let keys = [
      "architecture", "config", "content_sha256", "data_sha256", "epoch", "format", "header_sha256", "kernel_family",
      "seed", "shards", "step",
    ]
    #expect(file.metadata.keys.sorted() == keys)
    #expect(file.metadata["format"] == "lockstep-checkpoint 1")
    #expect(file.metadata["seed"] == "18446744073709551615")
  }

  @Test func slotsThatDoNotFitAreNotWritten() throws {
    let good = Samples.checkpoint()
    let first = good.slots[0].tensors
    let unknown = Tensor(name: "dense_1.kernel", shape: [2, 1], values: [0, 0])
    let reshaped = Tensor(name: "dense.kernel", shape: [1, 2], values: [0, 0])
    for moments in [[unknown], [reshaped], first.reversed(), first + first, Array(first.dropLast())] {
      let bad = Checkpoint(
        weights: good.weights,
        slots: [OptimizerSlot(.adamFirstMoment, first), OptimizerSlot(.adamSecondMoment, moments)],
        run: good.run)
      let error = #expect(throws: StorageError.self) { try bad.write(to: path) }
      #expect(error?.kind == .badData)
    }
    for kind in OptimizerSlot.Kind.allCases {
      let reserved = [Tensor(name: kind.rawValue + "x", shape: [], values: [0])]
      let bad = Checkpoint(weights: reserved, slots: [], run: good.run)
      #expect(throws: StorageError.self) { try bad.write(to: path) }
    }
    #expect(try scratch.names == [])
  }

  @Test func changedDataIsFound() throws {
    try Samples.checkpoint().write(to: path)
    var bytes = try ScratchFolder.bytes(of: path)
    bytes[bytes.count - 1] ^= 1
    let damaged = try scratch.writeFile(bytes)
    #expect(throws: Never.self) { try SafetensorsFile(reading: damaged) }
    for read in [{ _ = try Checkpoint(reading: damaged) }, { _ = try Inspection.text(of: damaged) }] {
      let error = #expect(throws: StorageError.self) { try read() }
      #expect(error?.kind == .badData)
      #expect(error?.problem.hasPrefix("is damaged: its data has SHA-256 ") == true)
    }
  }

  @Test func otherFormatsAreNoCheckpoints() throws {
    try SavedModel.write(Samples.weights, run: Samples.run(), to: path)
    let model = #expect(throws: StorageError.self) { try Checkpoint(reading: path) }
    #expect(model?.problem.contains(#"its format is "lockstep-model 1""#) == true)

    for format in ["lockstep-checkpoint 2", "lockstep-checkpoint 1", "pt"] {
      try SafetensorsFile(path: path, tensors: Samples.weights, metadata: ["format": format]).write()
      let error = #expect(throws: StorageError.self) { try Checkpoint(reading: path) }
      #expect(error?.kind == .badData)
    }
  }
}
