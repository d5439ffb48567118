import Encodings

/// A safetensors file as text that can be changed: the header, a zero, the data. The length before the header follows.
enum SafetensorsText {
  /// The file of such a text.
  static func file(_ text: some Collection<UInt8>) -> [UInt8] {
    let header = text.prefix { $0 != 0 }
    var file: [UInt8] = []
    LittleEndian.append(UInt64(header.count), to: &file)
    return file + header + text.dropFirst(header.count + 1)
  }

  /// The text of a file.
  static func text(_ file: [UInt8]) -> [UInt8] {
    let length = LittleEndian.words(in: file, 0..<8).reduce(0, +)
    let end = 8 + Int(length)
    return file[8..<end] + [0] + file[end...]
  }

  /// The words of headers.
  static let words = [
    "__metadata__", "dtype", "shape", "data_offsets", "format", "F32", "F16", "BF16", "F64", "F4", "I64", "U8", "null",
    #""a":{"dtype":"F32","shape":[],"data_offsets":[0,4]}"#, "[0,0]", "\\u0000", "\\ud800",
  ]
}
