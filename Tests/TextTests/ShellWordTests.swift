import Support
import Testing
import TextTables

@Suite("Words of a shell")
struct ShellWordTests {
  static let words: [(text: String, word: String)] = [
    ("train", "train"), ("--hosts=h1:4,h2:4", "--hosts=h1:4,h2:4"), ("", "''"), ("two words", "'two words'"),
    ("it's", #"'it'\''s'"#), ("$HOME", "'$HOME'"), ("~", "'~'"), ("a;b&c|d>e", "'a;b&c|d>e'"), ("größe", "'größe'"),
    ("\u{1b}[31m", #"$'\033[31m'"#), ("a\nb'c\\", #"$'a\012b\'c\\'"#), ("\u{9b}1", #"$'\302\2331'"#),
  ]

  @Test("show what is in them", arguments: words)
  func quoting(text: String, word: String) { #expect(text.shellWord == word) }

  @Test("are read by a shell as they were", arguments: words)
  func reading(text: String, word: String) async throws {
    let result = try await Command("/usr/bin/env", ["bash", "-c", "printf %s \(word)"]).run()
    #expect(result.standardOutput == text)
  }
}
