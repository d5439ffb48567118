import Testing

/// An option, flag or argument of a command, with a call that it can be added to.
package struct OptionUnderTrial: Sendable {
  /// The command.
  package let command: CommandDescription
  /// The option.
  package let argument: ArgumentDescription
  /// What it takes.
  package let kind: ValueKind
  /// A valid call without it, as far as options may be added.
  package let call: [String]
  /// What stands behind all options of the call.
  private let rest: [String]

  /// The call in which it has `value`.
  package func call(with value: String) -> [String] { call + argument.words(value) + rest }

  /// The command and the option: `train --epochs`.
  package var title: String { "\(command.name) \(argument.title)" }

  /// All options of all commands.
  ///
  /// A command without a small call and an option that nobody has classified are recorded as issues: they would go untested.
  package static func all(_ calls: SmallCall, in folder: TrialFolder) async throws -> [OptionUnderTrial] {
    var options: [OptionUnderTrial] = []
    for command in try await ProgramDescription.read() {
      for argument in command.arguments {
        guard let (call, rest) = calls.parts(of: command, for: argument) else {
          Issue.record("\(command.name) is a new command: SmallCall needs a call of it")
          break
        }
        // Refused by the parser before anything is read, or else ended as soon as `x` is not there.
        guard let kind = try await ValueKind.of(argument, call: { try folder.command(call + $0 + rest) }) else {
          Issue.record("\(command.name) \(argument.title) takes any text: ValueKind needs to know what that is")
          continue
        }
        options.append(OptionUnderTrial(command: command, argument: argument, kind: kind, call: call, rest: rest))
      }
    }
    return options
  }
}
