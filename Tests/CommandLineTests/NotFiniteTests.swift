import Checkpoints
import Support
import SystemPackage
import Testing

/// Weights that no program can compute with are named, wherever a file of them is read.
@Suite("Weights that are not finite")
struct NotFiniteTests {
  let scratch: ScratchFolder
  private let data: String
  private let model: String

  init() throws {
    scratch = try ScratchFolder()
    data = try SampleDataset(trainingImages: 40, testImages: 10).write(in: scratch)
    model = try scratch.write(Array(DenseModel().json.utf8), "model.json")
  }

  /// A file of weights of the model, one of which is `value`.
  private func weights(_ value: Float) throws -> String {
    let path = scratch.path("weights.safetensors")
    let bias = [0, 0, value] + Array(repeating: Float(0), count: 7)
    try SafetensorsFile(
      path: FilePath(path),
      tensors: [
        Tensor(name: "out.kernel", shape: [784, 10], values: Array(repeating: 0.01, count: 7840)),
        Tensor(name: "out.bias", shape: [10], values: bias),
      ], metadata: [:]
    ).write()
    return path
  }

  @Test("a file with NaN or infinity is refused by all that compute with it", arguments: [Float.nan, -.infinity])
  func refused(value: Float) async throws {
    let file = try weights(value)
    let picture = try scratch.write([0], "picture.png")
    let calls = [
      ["evaluate", "--model-file", file, "--model", model, "--data", data],
      ["predict", "--model-file", file, "--model", model, picture],
      ["train", "--initial-weights", file, "--model", model, "--data", data, "--epochs", "1"],
    ]
    for call in calls {
      let result = try await LockstepProgram.command(call, folder: scratch.path).run()
      let fault = result.refusalFault(
        exitCode: 65, "\(file): tensor \"out.bias\" holds \(value) at", "element 2, 1 of its 10 numbers")
      #expect(fault == nil)
    }
  }

  @Test("inspect shows it, and says so")
  func inspection() async throws {
    let result = try await LockstepProgram.run("inspect", try weights(.nan))
    #expect(result.exitCode == 0)
    #expect(result.standardOutput.contains("not finite (NaN or infinity): 1 in out.bias"), "\(result)")
  }
}
