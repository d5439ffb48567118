import Support
import Testing

/// `lockstep summary`.
@Suite("Summary")
struct SummaryTests {
  @Test(
    "shows the presets as Keras does",
    arguments: [
      ("lab-001", "93,322", 8), ("lab-003", "241,546", 11), ("lab-004", "225,034", 8), ("lab-004-leaky", "356,234", 17),
    ])
  func presets(name: String, parameters: String, layers: Int) async throws {
    let result = try await LockstepProgram.run("summary", "--model", name)
    #expect(result.failure == nil)
    #expect(result.standardError == "")
    #expect(result.outputLines.first == "Model: \"\(name)\"")
    #expect(result.outputLines.filter { $0.contains("(None, ") }.count == layers, "\(result)")
    #expect(result.standardOutput.contains("\n Total params: \(parameters) ("), "\(result)")
    #expect(result.standardOutput.hasSuffix("\n Non-trainable params: 0 (0.00 B)\n"), "\(result)")
  }

  @Test("shows lab-003 if no model is named")
  func standard() async throws {
    let result = try await LockstepProgram.run("summary")
    #expect(result.outputLines.first == "Model: \"lab-003\"")
  }

  @Test("shows the model of a file")
  func file() async throws {
    let json = """
      {"class_name": "Sequential", "config": {"name": "tiny", "layers": [
        {"class_name": "InputLayer", "config": {"name": "image", "batch_shape": [null, 28, 28, 1]}},
        {"class_name": "Flatten", "config": {"name": "flatten"}},
        {"class_name": "Dense", "config": {"name": "classes", "units": 10, "activation": "softmax"}}
      ]}}
      """
    let scratch = try ScratchFolder()
    let result = try await LockstepProgram.run("summary", "--model", scratch.write(Array(json.utf8), "tiny.json"))
    #expect(result.failure == nil)
    #expect(result.outputLines.first == "Model: \"tiny\"")
    #expect(result.standardOutput.contains("│ classes (Dense) "), "\(result)")
    #expect(result.standardOutput.contains("\n Total params: 7,850 ("), "\(result)")
  }

  @Test("with --explain also tells how each number comes about")
  func explain() async throws {
    let result = try await LockstepProgram.run("summary", "--model", "lab-001", "--explain")
    #expect(result.failure == nil)
    #expect(
      result.standardOutput.contains("(0.00 B)\n\nAn output has (W - F + 2*P)/S + 1 rows or columns"), "\(result)")
    #expect(result.outputLines.last == "dense_1: kernel 64 x 10 + bias 10 = 650 parameters; output 10")
  }

  @Test("with --plan also tells how each layer is computed, and with which kernels")
  func plan() async throws {
    let direct = ["summary", "--model", "lab-001", "--plan", "--convolution", "direct", "--batch-size", "4096"]
    let result = try await LockstepProgram.command(direct, environment: ["LOCKSTEP_KERNELS": "portable"]).run()
    #expect(result.failure == nil)
    #expect(result.standardOutput.hasPrefix("Model: \"lab-001\"\n"))
    #expect(result.standardOutput.contains("(0.00 B)\n\nkernels   portable\nimages    8 at once\n"), "\(result)")
    #expect(result.outputLines.contains { $0.contains("direct, fused 2x2 max-pooling") })
    #expect(result.outputLines.last == "on the general path: conv2d_2, dense, dense_1")
    let other = try await LockstepProgram.command(["summary", "--plan", "--batch-size", "250"]).run()
    #expect(other.standardOutput.contains("\nimages    125 at once\n"), "\(other)")
    #expect(other.standardOutput.contains("Winograd F(2x2,3x3), fused 2x2 max-pooling"))
  }
}
