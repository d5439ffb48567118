import Checkpoints
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
