import Testing

@Suite("Code that has no place here")
struct ForbiddenCodeTests {
  @Test("no fatalError")
  func fatalErrors() throws {
    for file in try SourceFile.all() {
      for (line, _) in file.matches(of: /\bfatalError\b/) {
        file.fail(line: line, "fatalError: throw an error that says what to do next")
      }
    }
  }

  @Test("no try!, as! or forced unwrapping")
  func forcing() throws {
    // A mark right behind a name, a keyword or a bracket; `!=` is a comparison.
    let pattern = /[\w)\]}]!(?!=)/
    for file in try SourceFile.all() {
      for (line, _) in file.matches(of: pattern) {
        file.fail(line: line, "forces with !: \(file.code[line - 1].drop { $0 == " " })")
      }
    }
  }

  @Test("only the program prints")
  func printing() throws {
    for file in try SourceFile.all() where file.module != "lockstep" {
      for (line, match) in file.matches(of: /\b(?:print|debugPrint|dump)\(/) {
        file.fail(line: line, "\(match.output)…): return or throw it; only lockstep talks to the user")
      }
    }
  }

  @Test("rank 0 is a role that the program gives, not a condition")
  func rankZero() throws {
    for file in try SourceFile.all() where file.module != "lockstep" {
      for (line, match) in file.matches(of: /\brank\s*[!=]=\s*0\b|\b0\s*[!=]=\s*rank\b/) {
        file.fail(line: line, "\(match.output): the composition root decides who has a role")
      }
    }
  }
}
