import SystemPackage

/// One pass over a header's bytes before it is parsed: what may stand there, how deep, and how many keys.
///
/// Outside its string literals a valid header has only whole numbers, punctuation, and null for no metadata. Foundation's parser is lenient
/// where two programs could then read different tensors: it merges repeated keys, which the count of colons reveals,
/// and allows a comma after the last element.
struct HeaderScan {
  /// The number of keys, duplicates included.
  private(set) var keyCount = 0
  private var commaCount = 0
  private var depth = 0
  private var isInString = false
  private var isEscaped = false
  private var isAfterComma = false

  /// Scans the header of the file `path`.
  ///
  /// - Throws: `badData` for the first byte that cannot stand where it is.
  init(_ header: [UInt8], path: FilePath) throws(StorageError) {
    for (offset, byte) in header.enumerated() {
      if isInString {
        scanString(byte)
      } else if let problem = scanStructure(byte) {
        throw .unreadable(path, "its header \(problem) at header byte \(offset)")
      }
    }
  }

  private mutating func scanString(_ byte: UInt8) {
    if isEscaped {
      isEscaped = false
    } else if byte == UInt8(ascii: "\\") {
      isEscaped = true
    } else if byte == UInt8(ascii: "\"") {
      isInString = false
    }
  }

  /// Takes in a byte outside string literals; returns what is wrong with it, if anything.
  private mutating func scanStructure(_ byte: UInt8) -> String? {
    let isAfterComma = isAfterComma
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): return nil
    case UInt8(ascii: "0")...UInt8(ascii: "9"): break
    // Whether these letters are the word null, and stand where it may, is for the parser to say.
    case UInt8(ascii: "n"), UInt8(ascii: "u"), UInt8(ascii: "l"): break
    case UInt8(ascii: "\""): isInString = true
    case UInt8(ascii: ":"):
      keyCount += 1
      if keyCount > SafetensorsLimits.keys { return "has more than \(SafetensorsLimits.keys) keys" }
    case UInt8(ascii: ","):
      commaCount += 1
      if commaCount > SafetensorsLimits.commas { return "has more than \(SafetensorsLimits.commas) commas" }
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      depth += 1
      if depth > SafetensorsLimits.depth { return "nests deeper than \(SafetensorsLimits.depth) levels" }
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      depth -= 1
      if isAfterComma { return "has a comma before an end" }
    default:
      return "has byte 0x\(String(byte, radix: 16)) where only strings, whole numbers and punctuation may stand,"
    }
    self.isAfterComma = byte == UInt8(ascii: ",")
    return nil
  }
}
