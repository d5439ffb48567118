import Testing

/// A file that must be refused, and a part of the message that says why.
struct HostileFile: CustomTestStringConvertible {
  let testDescription: String
  let bytes: [UInt8]
  let reason: String

  init(_ name: String, header: String, dataBytes: Int = 0, announced: UInt64? = nil, reason: String) {
    self.init(name, Samples.file(header: header, dataBytes: dataBytes, announced: announced), reason: reason)
  }

  init(_ name: String, _ bytes: [UInt8], reason: String) {
    testDescription = name
    self.bytes = bytes
    self.reason = reason
  }

  /// The description of a tensor of type F32.
  private static func tensor(_ name: String, _ shape: String, _ offsets: String, type: String = "F32") -> String {
    #""\#(name)":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":\#(offsets)}"#
  }

  private static let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 0x4A, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1]

  /// Files that are something else, or whose frame is wrong.
  static let frames = [
    HostileFile("empty", [], reason: "is empty, expected at least 8 bytes"),
    HostileFile("short", [1, 2, 3], reason: "has only 3 bytes, expected at least 8 bytes"),
    HostileFile("JPEG", jpeg, reason: "is no safetensors file: its first 8 bytes announce a header of"),
    HostileFile("text", Array("epoch,loss\n1,0.5\n".utf8), reason: "is no safetensors file"),
    HostileFile("no header", header: "", reason: "does not start with '{'"),
    HostileFile("list", header: "[]", reason: "does not start with '{'"),
    HostileFile("oversized header", header: "{}", announced: 100_000_001, reason: "announce a header of"),
    HostileFile("largest header length", header: "{}", announced: .max, reason: "announce a header of"),
    HostileFile("header beyond the end", header: "{}", announced: 3, reason: "expected a header of 3 bytes"),
    HostileFile("invalid UTF-8", Samples.file(header: "{", announced: 2) + [0xFF], reason: "is not UTF-8"),
    HostileFile("UTF-16", Samples.file(header: "{\0}\0"), reason: "byte 0x0 where only"),
    HostileFile("unfinished", header: #"{"a":"#, reason: "not as the format says"),
    HostileFile("two values", header: "{}{}", reason: "not as the format says"),
    HostileFile(
      "trailing comma", header: "{" + tensor("a", "[]", "[0,4]") + ",}", dataBytes: 4,
      reason: "has a comma before an end"),
    HostileFile(
      "comma in a list", header: "{" + tensor("a", "[1,\n]", "[0,4]") + "}", dataBytes: 4, reason: "a comma before"),
    HostileFile("leading zero", header: "{" + tensor("a", "[01]", "[0,4]") + "}", dataBytes: 4, reason: "format says"),
    HostileFile("depth", header: String(repeating: #"{"a":"#, count: 4), reason: "deeper than 3 levels"),
    HostileFile("great depth", header: "{" + String(repeating: "[", count: 100_000), reason: "deeper than 3 levels"),
    HostileFile("null", header: #"{"a":null}"#, reason: "not as the format says"),
    HostileFile("no word", header: #"{"__metadata__":nul}"#, reason: "not as the format says"),
    HostileFile("null twice", header: #"{"__metadata__":null,"__metadata__":null}"#, reason: "has 2 keys, expected 1"),
  ]

  /// Metadata and tensor descriptions of a wrong form.
  static let forms = [
    HostileFile("number in metadata", header: #"{"__metadata__":{"a":1}}"#, reason: #"at "__metadata__ / a""#),
    HostileFile("list in metadata", header: #"{"__metadata__":{"a":["b"]}}"#, reason: #"at "__metadata__ / a""#),
    HostileFile("metadata is text", header: #"{"__metadata__":"a"}"#, reason: "__metadata__"),
    HostileFile("tensor is text", header: #"{"a":"F32"}"#, reason: "not as the format says"),
    HostileFile("no type", header: #"{"a":{"shape":[1],"data_offsets":[0,4]}}"#, dataBytes: 4, reason: "dtype"),
    HostileFile(
      "unknown type", header: "{" + tensor("a", "[1]", "[0,4]", type: "F\u{1B}99") + "}", dataBytes: 4,
      reason: #"not as the format says"#),
    HostileFile(
      "unknown escaped type", header: "{" + tensor("a", "[1]", "[0,4]", type: #"F\u001b99"#) + "}", dataBytes: 4,
      reason: #"unknown element type "F\u{1B}99""#),
    HostileFile(
      "unknown key", header: #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}}"#, dataBytes: 4,
      reason: "has 5 keys, expected 4"),
    HostileFile(
      "repeated tensor", header: "{" + tensor("a", "[1]", "[0,4]") + "," + tensor("a", "[1]", "[0,4]") + "}",
      dataBytes: 4, reason: "has 8 keys, expected 4"),
    HostileFile(
      "repeated tensor, escaped",
      header: "{" + tensor("a", "[1]", "[0,4]") + "," + tensor(#"\u0061"#, "[1]", "[0,4]") + "}",
      dataBytes: 4, reason: "has 8 keys, expected 4"),
    HostileFile(
      "repeated key", header: #"{"a":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}}"#, dataBytes: 4,
      reason: "has 5 keys, expected 4"),
    HostileFile(
      "repeated metadata", header: #"{"__metadata__":{"a":"b","a":"b"}}"#, reason: "has 3 keys, expected 2"),
    HostileFile(
      "metadata twice", header: #"{"__metadata__":{"a":"b"},"__metadata__":{}}"#, reason: "keys, expected"),
    HostileFile(
      "100,001 tensors",
      header: "{" + (0...100_000).map { tensor("\($0)", "[0]", "[0,0]") }.joined(separator: ",") + "}",
      reason: "has 100001 tensors, expected at most 100000"),
    HostileFile(
      "a million values", header: "{" + tensor("a", "[" + String(repeating: "1,", count: 2_000_000) + "1]", "[0,4]"),
      reason: "has more than 1600000 commas"),
    HostileFile(
      "65 dimensions", header: "{" + tensor("a", "[" + String(repeating: "1,", count: 64) + "1]", "[0,4]") + "}",
      dataBytes: 4, reason: "has 65 dimensions, expected at most 64"),
  ]

  /// Numbers that do not fit each other.
  static let numbers = [
    HostileFile("negative length", header: "{" + tensor("a", "[-1]", "[0,4]") + "}", dataBytes: 4, reason: "0x2d"),
    HostileFile("fraction", header: "{" + tensor("a", "[1.0]", "[0,4]") + "}", dataBytes: 4, reason: "byte 0x2e"),
    HostileFile("exponent", header: "{" + tensor("a", "[1e0]", "[0,4]") + "}", dataBytes: 4, reason: "byte 0x65"),
    HostileFile(
      "number beyond 64 bits", header: "{" + tensor("a", "[99999999999999999999]", "[0,4]") + "}", dataBytes: 4,
      reason: "not as the format says"),
    HostileFile("one offset", header: "{" + tensor("a", "[1]", "[4]") + "}", dataBytes: 4, reason: "data_offsets [4]"),
    HostileFile("three offsets", header: "{" + tensor("a", "[1]", "[0,4,8]") + "}", dataBytes: 4, reason: "[0, 4, 8]"),
    HostileFile("backward offsets", header: "{" + tensor("a", "[1]", "[4,0]") + "}", dataBytes: 4, reason: "[4, 0]"),
    HostileFile(
      "offsets beyond the end", header: "{" + tensor("a", "[2]", "[0,8]") + "}", dataBytes: 4,
      reason: "has 4 bytes of data, expected 8"),
    HostileFile(
      "largest offsets", header: "{" + tensor("a", "[1]", "[0,\(Int.max)]") + "}", dataBytes: 4,
      reason: "has \(Int.max) bytes, expected 4"),
    HostileFile(
      "product overflows", header: "{" + tensor("a", "[4294967296,4294967296]", "[0,0]") + "}",
      reason: "no size that can be counted"),
    HostileFile(
      "bits overflow", header: "{" + tensor("a", "[\(Int.max)]", "[0,4]") + "}", dataBytes: 4,
      reason: "no size that can be counted"),
    HostileFile(
      "half a byte", header: "{" + tensor("a", "[3]", "[0,2]", type: "F4") + "}", dataBytes: 2,
      reason: "no size that can be counted"),
    HostileFile(
      "shape and offsets differ", header: "{" + tensor("a", "[2]", "[0,4]") + "}", dataBytes: 4,
      reason: "has 4 bytes, expected 8"),
    HostileFile(
      "overlap", header: "{" + tensor("a", "[2]", "[0,8]") + "," + tensor("b", "[2]", "[4,12]") + "}", dataBytes: 12,
      reason: #"tensor "b" starts at data byte 4, expected 8"#),
    HostileFile(
      "same place", header: "{" + tensor("a", "[1]", "[0,4]") + "," + tensor("b", "[1]", "[0,4]") + "}", dataBytes: 4,
      reason: "starts at data byte 0, expected 4"),
    HostileFile(
      "hole", header: "{" + tensor("a", "[1]", "[0,4]") + "," + tensor("b", "[1]", "[8,12]") + "}", dataBytes: 12,
      reason: #"tensor "b" starts at data byte 8, expected 4"#),
    HostileFile(
      "hole at the start", header: "{" + tensor("a", "[1]", "[4,8]") + "}", dataBytes: 8,
      reason: "starts at data byte 4, expected 0"),
    HostileFile(
      "trailing bytes", header: "{" + tensor("a", "[1]", "[0,4]") + "}", dataBytes: 5,
      reason: "has 5 bytes of data, expected 4"),
  ]
}
