/// One pass over a header's bytes before it is parsed: what may stand there, how deep, and how many keys.
///
/// Outside its string literals a valid header has only whole numbers and punctuation. Colons count the keys as they are
/// written, duplicates included, which a parser merges silently.
struct HeaderScan {
  /// The number of keys, duplicates included.
  private(set) var keyCount = 0
  private var depth = 0
  private var isInString = false
  private var isEscaped = false

  /// Scans `header`; the fault found, if any, is in `problem`.
  init(_ header: [UInt8]) {
    for (offset, byte) in header.enumerated() {
      if isInString {
        scanString(byte)
      } else if let fault = scanStructure(byte, offset) {
        problem = fault
        return
      }
    }
  }

  /// What is wrong, without a final full stop; nil if nothing is.
  private(set) var problem: String?

  private mutating func scanString(_ byte: UInt8) {
    if isEscaped {
      isEscaped = false
    } else if byte == UInt8(ascii: "\\") {
      isEscaped = true
    } else if byte == UInt8(ascii: "\"") {
      isInString = false
    }
  }

  private mutating func scanStructure(_ byte: UInt8, _ offset: Int) -> String? {
    switch byte {
    case UInt8(ascii: "\""): isInString = true
    case UInt8(ascii: ":"): keyCount += 1
    case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      depth += 1
      if depth > SafetensorsLimits.depth {
        return "its header nests deeper than \(SafetensorsLimits.depth) levels at header byte \(offset)"
      }
    case UInt8(ascii: ","), UInt8(ascii: "0")...UInt8(ascii: "9"): break
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): break
    default:
      return "its header has byte 0x\(String(byte, radix: 16)) outside a string at header byte \(offset), "
        + "expected only strings, whole numbers and punctuation"
    }
    return nil
  }
}
