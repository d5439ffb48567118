import Foundation
import Support
import Testing

/// `lockstep bench kernels`, as short as it goes.
@Suite("bench kernels", .serialized)
struct KernelsBenchmarkTests {
  private static let short = ["bench", "kernels", "--repeats", "1", "--warm-up-steps", "1", "--images", "5"]

  @Test("measures every stage of a model on the data that it is given")
  func json() async throws {
    let scratch = try ScratchFolder()
    let data = try SampleDataset().write(in: scratch)
    let arguments = Self.short + ["--model", "lab-003", "--kernels", "portable", "--json", "--data", data]
    let result = try await LockstepProgram.command(arguments).run()
    #expect(result.failure == nil)
    #expect(result.standardError == "")
    let report = try #require(
      JSONSerialization.jsonObject(with: Data(result.standardOutput.utf8)) as? [String: Any])
    #expect(report["kernels"] as? String == "portable")
    let model = try #require(report["model"] as? [String: Any])
    #expect(model["data"] as? String == "300 training images, not Fashion-MNIST")
    #expect(model["images"] as? Int == 5)
    let stages = try #require(model["stages"] as? [[String: Any]])
    #expect(
      stages.map { $0["layers"] as? String } == [
        "conv2d + max_pooling2d", "dropout", "conv2d_1 + max_pooling2d_1", "dropout_1", "conv2d_2", "dense",
        "dropout_2", "dense_1",
      ])
    for stage in stages {
      for name in ["gradient_density", "window_density"] {
        let density = try #require(stage[name] as? Double)
        #expect((0...1).contains(density))
      }
    }
    for kernel in ["products", "memory"].flatMap({ report[$0] as? [[String: Any]] ?? [] }) {
      let call = try #require(kernel["call"] as? [String: Any])
      #expect((call["seconds"] as? [String: Double])?["median"] ?? 0 > 0, "\(kernel)")
    }
  }

  @Test("prints tables for any model, and random images do where the data set has other sizes")
  func text() async throws {
    let scratch = try ScratchFolder()
    let data = try SampleDataset().write(in: scratch)
    let json = """
      {"class_name": "Sequential", "config": {"name": "tiny", "layers": [
        {"class_name": "InputLayer", "config": {"name": "image", "batch_shape": [null, 9, 8, 3]}},
        {"class_name": "Conv2D", "config": {"name": "odd", "filters": 5, "kernel_size": [2, 3]}},
        {"class_name": "Flatten", "config": {"name": "flatten"}},
        {"class_name": "Dense", "config": {"name": "classes", "units": 3, "activation": "softmax"}}
      ]}}
      """
    let model = try scratch.write(Array(json.utf8), "tiny.json")
    let result = try await LockstepProgram.command(Self.short + ["--model", model, "--data", data]).run()
    #expect(result.failure == nil)
    #expect(
      result.standardOutput.contains("9600 random images, half of each black, as the data set's 28x28x1 do not fit"))
    #expect(result.outputLines.contains("odd: direct, in register tiles"), "\(result)")
    for line in result.outputLines { #expect(line.count <= 100, "\(line)") }
  }

  @Test("JSON stays JSON where a model has a name that turns the direction of text")
  func hostileName() async throws {
    let scratch = try ScratchFolder()
    let name = "a\u{202E}\u{E0041}\"b\u{1F3F4}\u{E0067}"
    let json =
      #"{"class_name": "Sequential", "config": {"name": "tiny", "layers": ["#
      + #"{"class_name": "Flatten", "config": {"name": "flat", "batch_input_shape": [null, 4, 4]}}, "#
      + #"{"class_name": "Dense", "config": {"name": "classes", "units": 2}}]}}"#
    let model = try scratch.write(Array(json.utf8), "\(name).json")
    let result = try await LockstepProgram.command(Self.short + ["--model", model, "--json"]).run()
    #expect(result.failure == nil)
    #expect(!result.standardOutput.unicodeScalars.contains { $0 == "\u{202E}" || $0 == "\u{E0041}" }, "\(result)")
    let report = try JSONSerialization.jsonObject(with: Data(result.standardOutput.utf8)) as? [String: Any]
    #expect((report?["model"] as? [String: Any])?["model"] as? String == name, "\(result)")
  }

  /// Arguments, the exit code, and the message.
  static let refusals: [(arguments: [String], exitCode: Int32, message: String)] = [
    (["--images", "0"], 64, "Error: --images 0: expected 1 to 4096"),
    (["--images", "4097"], 64, "Error: --images 4097: expected 1 to 4096"),
    (["--repeats", "0"], 64, "Error: --repeats 0: expected 1 to 1000"),
    (["--warm-up-steps", "1000001"], 64, "Error: --warm-up-steps 1000001: expected 0 to 1000000"),
    (["--kernels", "sse"], 64, "Error: The value 'sse' is invalid for '--kernels <avx512|avx2|portable>'"),
    (["--convolution", "fft"], 64, "Error: The value 'fft' is invalid for '--convolution <direct|winograd|auto>'"),
    (["--data", "no-such-folder"], 66, "lockstep: no Fashion-MNIST files in --data; searched:"),
    (["--model", "no-such-model"], 66, "lockstep: no-such-model"),
  ]

  @Test("refuses wrong options", arguments: refusals)
  func refusal(arguments: [String], exitCode: Int32, message: String) async throws {
    let result = try await LockstepProgram.command(["bench", "kernels"] + arguments).run()
    #expect(result.refusalFault(exitCode: exitCode, message) == nil)
  }
}
