import Checkpoints
import ExitCodes
import Support
import SystemPackage
import TextTables

/// Safetensors files of any program. The first byte says whether the input is one, or text to make one of.
struct SafetensorsTarget: FuzzTarget {
  private enum Content: UInt8 {
    case file, text
  }

  static let name = "safetensors"
  static let longest = 2048
  static let words = SafetensorsText.words

  private let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  func read(_ input: [UInt8]) throws -> Outcome {
    guard let content = input.first.flatMap({ Content(rawValue: $0) }) else { return .refused("no input") }
    let rest = input.dropFirst()
    let path = try scratch.writeFile(content == .file ? Array(rest) : SafetensorsText.file(rest))
    let outcome = try Outcome.of {
      let file = try SafetensorsFile(reading: path)
      try requireSameWhenWritten(file)
    }
    // A file that is one can be described or loaded, or is refused with a reason.
    let description = try Outcome.of {
      let text = try Inspection.text(of: path)
      try require(text == text.printableLines, "a description of more than plain text: \(text.debugDescription)")
    }
    let model = try Outcome.of { _ = try SavedModel(reading: path) }
    try require(
      outcome == .accepted || description != .accepted && model != .accepted, "\(outcome), but described or loaded")
    return outcome
  }

  /// The file's own bytes say the same, and so do its tensors, where all have numbers that can be read.
  private func requireSameWhenWritten(_ file: SafetensorsFile) throws {
    let again = try SafetensorsFile(reading: try scratch.writeFile(try file.serialized(), "again"))
    try require(
      again.entries == file.entries && again.data == file.data && again.metadata == file.metadata,
      "written again it has \(again.entries) and \(again.metadata), not \(file.entries) and \(file.metadata)")
    guard let tensors = try? file.tensors() else { return }
    let new = try SafetensorsFile(path: file.path, tensors: tensors, metadata: file.metadata)
    let copy = try SafetensorsFile(reading: try scratch.writeFile(try new.serialized(), "again"))
    // Tensors without numbers may change places.
    let (found, expected) = (try copy.tensors(), tensors)
    let order: (Tensor, Tensor) -> Bool = { $0.name < $1.name }
    let isSame = zip(found.sorted(by: order), expected.sorted(by: order)).allSatisfy {
      $0.name == $1.name && $0.shape == $1.shape && $0.values.map(\.bitPattern) == $1.values.map(\.bitPattern)
    }
    try require(isSame && found.count == expected.count, "its tensors, written again, are \(found), not \(expected)")
  }

  private static func input(_ content: Content, _ bytes: [UInt8]) -> [UInt8] { [content.rawValue] + bytes }

  private static func text(_ header: String, _ data: [UInt8] = []) -> [UInt8] {
    input(.text, Array(header.utf8) + [0] + data)
  }

  static var inputs: [FuzzInput] {
    let one = #"{"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}"#
    let ones: [UInt8] = [0, 0, 0x80, 0x3F, 0, 0, 0xC0, 0x7F]
    let types =
      #"{"__metadata__":{"format":"pt"},"h":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},"#
      + #""b":{"dtype":"BF16","shape":[1],"data_offsets":[4,6]},"e":{"dtype":"F64","shape":[0,3],"data_offsets":[6,6]},"#
      + #""d":{"dtype":"F64","shape":[1],"data_offsets":[6,14]}}"#
    return [
      FuzzInput("one", text(one, ones)),
      FuzzInput("one-file", input(.file, SafetensorsText.file(Array(one.utf8) + [0] + ones))),
      FuzzInput("types", text(types, [0, 0x3C, 0, 0x7C, 0x80, 0x3F, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F])),
      FuzzInput("whole-numbers", text(#"{"a":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}"#, ones)),
      FuzzInput("quarters", text(#"{"a":{"dtype":"F4","shape":[2],"data_offsets":[0,1]}}"#, [1])),
      FuzzInput("no-metadata", text(#"{"__metadata__":null}"#)),
      FuzzInput("escaped", text(#"{"__metadata__":{"\u0000\ud83d\ude00":"\u001b[1m"}}"#)),
      FuzzInput("own-format", text(#"{"__metadata__":{"format":"lockstep-model 1"}}"#)),
      FuzzInput("half-a-character", text(#"{"__metadata__":{"a":"\ud800"}}"#), refusal: "not as the format says"),
      FuzzInput("twice", text(#"{"a":{},"a":{}}"#), refusal: "not as the format says"),
    ]
  }
}
