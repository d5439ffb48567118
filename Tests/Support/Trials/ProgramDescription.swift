import Foundation

/// What the program says of its own commands and options.
///
/// Tests that go through it know an option as soon as it exists.
package struct ProgramDescription: Sendable, Decodable {
  private let command: CommandNode

  /// Asks the program.
  ///
  /// - Throws: ``UnexpectedExit``, and what decoding throws.
  package static func read() async throws -> [CommandDescription] {
    let result = try await LockstepProgram.run("--experimental-dump-help")
    guard result.exitCode == 0 else { throw UnexpectedExit(result: result) }
    let description = try JSONDecoder().decode(Self.self, from: Data(result.standardOutput.utf8))
    return description.command.leaves([]).filter { $0.name != "help" }
  }
}

/// A command that does something.
package struct CommandDescription: Sendable {
  /// The words that call it: `data`, `show`.
  package let words: [String]
  /// Its options, flags and arguments, but for those that every command has.
  package let arguments: [ArgumentDescription]

  /// The words as one.
  package var name: String { words.joined(separator: " ") }
}

/// An option, a flag or an argument of a command.
package struct ArgumentDescription: Sendable, Decodable {
  /// How it is given.
  package enum Kind: String, Sendable, Decodable {
    /// A name with a value.
    case option
    /// A name alone.
    case flag
    /// A value alone.
    case positional
  }

  private struct Name: Sendable, Decodable { let name: String }
  private struct Files: Sendable, Decodable { let extensions: [String] }
  private struct Completion: Sendable, Decodable { let file: Files? }

  /// How it is given.
  package let kind: Kind
  /// All values that it takes, where they can be listed.
  package let allValues: [String]?
  private let preferredName: Name?
  private let valueName: String
  private let completionKind: Completion?

  /// As in a message: `--epochs`, or `<number>` for a value alone.
  package var title: String { preferredName.map { "--\($0.name)" } ?? "<\(valueName)>" }

  /// The end of the names of its files, with the dot; empty for any.
  package var fileExtension: String { completionKind?.file?.extensions.last.map { ".\($0)" } ?? "" }

  /// The words that give it `value`, which may begin with a hyphen.
  package func words(_ value: String) -> [String] {
    switch kind {
    case .option: ["\(title)=\(value)"]
    case .flag: [title]
    case .positional: ["--", value]
    }
  }
}

/// A command, or a family of commands.
private struct CommandNode: Sendable, Decodable {
  /// Flags that every command has, and that end it.
  private static let common: Set = ["--help", "--version"]

  let commandName: String
  let subcommands: [CommandNode]?
  let arguments: [ArgumentDescription]?

  /// The commands that do something, called by `words` and a name of their own.
  func leaves(_ words: [String]) -> [CommandDescription] {
    guard let subcommands else {
      return [CommandDescription(words: words, arguments: (arguments ?? []).filter { !Self.common.contains($0.title) })]
    }
    return subcommands.flatMap { $0.leaves(words + [$0.commandName]) }
  }
}
