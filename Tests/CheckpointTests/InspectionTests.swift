import Checkpoints
import Support
import SystemPackage
import Testing

@Suite struct InspectionTests {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  @Test func aCheckpointIsDescribed() throws {
    let path = scratch.file("checkpoint")
    try Samples.checkpoint(step: 4_690).write(to: path)
    let lines = try Inspection.text(of: path).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.first == "\(path): lockstep-checkpoint 1, 10 tensors, 104 bytes of data")
    #expect(lines[2] == "tensor                  dtype  shape         bytes")
    #expect(lines[3] == "conv2d.kernel           F32    [1, 2, 1, 2]     16")
    #expect(lines.contains(#"architecture    {"class_name": "Sequential/é"}"#))
    #expect(lines.contains("step            4690"))
    let digest = WeightsDigest.hexadecimal(of: Samples.weights)
    #expect(lines.suffix(3) == ["parameters: 10", "content sha256: verified", "weights sha256: \(digest)"])
  }

  @Test func aFileOfAnotherProgramIsDescribed() throws {
    let values = [Float](repeating: 0, count: 1_234)
    let metadata = ["long": String(repeating: "x", count: 500), "escape": "\u{1B}[31m\n"]
    let tensors = [Tensor(name: "a\u{7}", shape: [1_234], values: values)]
    try SafetensorsFile(path: scratch.file("other"), tensors: tensors, metadata: metadata).write()
    let text = try Inspection.text(of: scratch.file("other"))
    #expect(text.contains("other: safetensors file of another program, 1 tensors, 4,936 bytes of data\n"))
    #expect(text.contains("content sha256: none in the file, nothing to verify\n"))
    #expect(text.contains(#"long      \#(String(repeating: "x", count: 72))… (500 bytes)"#))
    #expect(text.contains("parameters: 1,234\n"))
    #expect(text.unicodeScalars.allSatisfy { $0.value >= 32 || $0 == "\n" })
  }

  @Test func anotherElementTypeHasNoDigest() throws {
    let header = #"{"h":{"dtype":"I32","shape":[1],"data_offsets":[0,4]}}"#
    let text = try Inspection.text(of: try scratch.writeFile(Samples.file(header: header, dataBytes: 4)))
    #expect(text.hasSuffix(#"weights sha256: none: tensor "h" has element type I32, expected F32, F16, BF16 or F64"#))
  }

  @Test func aFileWithoutTensorsIsDescribed() throws {
    let text = try Inspection.text(of: try scratch.writeFile(Samples.file(header: "{}")))
    #expect(text.contains("0 tensors, 0 bytes of data\n\nparameters: 0\n"))
  }
}
