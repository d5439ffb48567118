import Checkpoints
import Support
import SystemPackage
import Testing

@Suite struct SavedModelTests {
  let scratch: ScratchFolder
  let path: FilePath

  init() throws {
    scratch = try ScratchFolder()
    path = scratch.file("model.safetensors")
  }

  @Test func whatIsWrittenIsRead() throws {
    try SavedModel.write(Samples.weights, run: Samples.run(), to: path)
    let model = try SavedModel(reading: path)
    #expect(model.weights == Samples.weights)
    #expect(model.run == Samples.run())
    #expect(try SafetensorsFile(reading: path).metadata["format"] == "lockstep-model 1")
  }

  @Test func aCheckpointIsAModelToo() throws {
    try Samples.checkpoint().write(to: path)
    let model = try SavedModel(reading: path)
    #expect(model.weights == Samples.weights)
    #expect(model.run == Samples.run())
  }

  @Test func aCheckpointWithAveragesIsTheModelOfThese() throws {
    let trained = Samples.weights.filter { !$0.name.contains("moving") }
    let averages = trained.map { Samples.filled($0, 0.75) }
    try Checkpoint(weights: Samples.weights, slots: [OptimizerSlot(.average, averages)], run: Samples.run()).write(
      to: path)
    let expected = Samples.weights.map { weight in averages.first { $0.name == weight.name } ?? weight }
    #expect(try SavedModel(reading: path).weights == expected)
    #expect(try Checkpoint(reading: path).weights == Samples.weights)
  }

  @Test func aFileOfAnotherProgramHasWeightsOnly() throws {
    try SafetensorsFile(path: path, tensors: Samples.weights, metadata: ["format": "pt"]).write()
    let model = try SavedModel(reading: path)
    #expect(model.weights == Samples.weights)
    #expect(model.run == nil)
  }

  @Test func anUnknownVersionIsAnError() throws {
    try SafetensorsFile(path: path, tensors: Samples.weights, metadata: ["format": "lockstep-model 2"]).write()
    let error = #expect(throws: StorageError.self) { try SavedModel(reading: path) }
    #expect(error?.problem.contains(#"has the format "lockstep-model 2", expected "#) == true)
  }
}
