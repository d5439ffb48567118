/// Swift source without its comments and string literals: only code remains, every line at its number.
///
/// What a string interpolates is code and stays.
struct CodeText {
  private let source: [UInt8]
  private var index = 0
  private var output: [UInt8] = []

  /// The lines of `source`, with comments and literals blanked.
  static func lines(of source: String) -> [Substring] {
    var text = CodeText(source: Array(source.utf8))
    text.copyCode(isInterpolated: false)
    return String(decoding: text.output, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
  }

  private init(source: [UInt8]) { self.source = source }

  private func isAt(_ text: String) -> Bool { source[index...].starts(with: text.utf8) }

  private mutating func blank(_ count: Int = 1) {
    for _ in 0..<count where index < source.count {
      output.append(source[index] == UInt8(ascii: "\n") ? source[index] : UInt8(ascii: " "))
      index += 1
    }
  }

  /// Copies code to the end of the source, or to the parenthesis that ends an interpolation.
  private mutating func copyCode(isInterpolated: Bool) {
    var depth = 0
    while index < source.count {
      if isAt("//") {
        while index < source.count, !isAt("\n") { blank() }
      } else if isAt("/*") {
        blankBlockComment()
      } else if let pounds = poundsOfLiteral {
        blankLiteral(pounds: pounds)
      } else {
        if isAt("(") { depth += 1 }
        if isAt(")") { depth -= 1 }
        if isInterpolated && depth < 0 { return }
        output.append(source[index])
        index += 1
      }
    }
  }

  private mutating func blankBlockComment() {
    var depth = 0
    repeat {
      if isAt("/*") {
        depth += 1
        blank(2)
      } else if isAt("*/") {
        depth -= 1
        blank(2)
      } else {
        blank()
      }
    } while depth > 0 && index < source.count
  }

  /// The number of `#` before the quote if a string literal starts here.
  private var poundsOfLiteral: Int? {
    let pounds = source[index...].prefix { $0 == UInt8(ascii: "#") }.count
    let quote = index + pounds
    return quote < source.count && source[quote] == UInt8(ascii: "\"") ? pounds : nil
  }

  private mutating func blankLiteral(pounds: Int) {
    let marks = String(repeating: "#", count: pounds)
    blank(pounds)
    let quotes = isAt("\"\"\"") ? "\"\"\"" : "\""
    blank(quotes.utf8.count)
    while index < source.count {
      if isAt(quotes + marks) {
        blank(quotes.utf8.count + pounds)
        return
      }
      if isAt("\\" + marks + "(") {
        blank(pounds + 2)
        copyCode(isInterpolated: true)
        blank()
      } else {
        blank(isAt("\\" + marks) ? pounds + 2 : 1)
      }
    }
  }
}
