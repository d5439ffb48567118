import Foundation

/// How deep a JSON text nests and how many values it has, found in one pass before it is parsed.
///
/// What a parser takes for a value grows with its depth, and for a text with both: a text of 20 kB took 15 s.
struct JSONOutline {
  /// A model's own fields nest ten deep.
  static let deepest = 32
  /// A layer has about a hundred.
  static let mostValues = 1 << 18

  /// How deep lists and objects nest.
  private(set) var depth = 0
  /// The number of values, or a little more; keys count as such.
  private(set) var values = 1

  init(_ json: Data) {
    var (open, isInString, isEscaped) = (0, false, false)
    for byte in json {
      switch byte {
      case _ where isEscaped: isEscaped = false
      case UInt8(ascii: "\\") where isInString: isEscaped = true
      case UInt8(ascii: "\""): isInString.toggle()
      case _ where isInString: break
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        open += 1
        values += 1
        depth = max(depth, open)
      case UInt8(ascii: "}"), UInt8(ascii: "]"): open -= 1
      case UInt8(ascii: ","), UInt8(ascii: ":"): values += 1
      default: break
      }
    }
  }

  /// Throws unless a text of this outline can be parsed in a moment.
  func check() throws(ArchitectureError) {
    let field = "the whole text"
    guard depth <= Self.deepest else {
      throw ArchitectureError(
        field: field, found: "lists and objects nested \(depth) deep", supported: "at most \(Self.deepest)")
    }
    guard values <= Self.mostValues else {
      throw ArchitectureError(field: field, found: "\(values) values", supported: "at most \(Self.mostValues)")
    }
  }
}
