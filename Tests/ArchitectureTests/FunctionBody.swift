/// A function of a source file and how long it is, found in the file's code without comments and strings.
struct FunctionBody {
  /// Where it is declared, counted from 1.
  let line: Int
  /// "func sum", "init".
  let name: String
  /// From its declaration to its closing brace; no line for a requirement of a protocol.
  let lineCount: Int

  /// All functions with a body.
  static func all(in code: [Substring]) -> [FunctionBody] {
    let declaration = /\b(?:func\s+[^\s(<]+|init(?=[?!]?[(<])|deinit\b|subscript(?=[(<]))/
    return code.indices.flatMap { index in
      code[index].matches(of: declaration).compactMap { match in
        let before = code[index][..<match.range.lowerBound]
        // A declaration begins its line, behind attributes and modifiers; `self.init(` and `.init(` are calls.
        guard before.wholeMatch(of: /[\s\w@()]*/) != nil, !before.hasSuffix("= ") else { return nil }
        var scan = Scan(code: code, line: index, column: match.range.upperBound)
        return scan.lastLine().map {
          FunctionBody(line: index + 1, name: String(match.output), lineCount: $0 - index + 1)
        }
      }
    }
  }

  /// Walks from a declaration to the end of its body.
  private struct Scan {
    let code: [Substring]
    var line: Int
    var column: Substring.Index

    /// The index of the line with the closing brace; nil where there is no body.
    mutating func lastLine() -> Int? {
      var (parentheses, braces) = (0, 0)
      while line < code.count {
        for character in code[line][column...] {
          switch character {
          case "(", "[": parentheses += 1
          case ")", "]": parentheses -= 1
          case "{": braces += 1
          case "}":
            braces -= 1
            // The end of the body, or of the protocol around a requirement.
            if braces <= 0 && parentheses <= 0 { return braces == 0 ? line : nil }
          default: break
          }
        }
        line += 1
        guard line < code.count else { return nil }
        column = code[line].startIndex
        // A declaration goes on only with these.
        let goesOn = code[line].prefixMatch(of: /\s*(?:\{|->|where\b|throws|async|rethrows)/) != nil
        if braces == 0 && parentheses == 0 && !goesOn { return nil }
      }
      return nil
    }
  }
}
