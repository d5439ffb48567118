import Collectives
import Foundation

/// What decides which collective calls a rank makes, and so must be the same on all of them.
struct Agreement: Codable {
  /// The program's digest, command and options.
  let program: String
  let arguments: ArgumentGroups

  /// What this rank is about to do.
  static var own: Agreement {
    Agreement(program: Program.digest, arguments: ArgumentGroups(Array(CommandLine.arguments.dropFirst())))
  }

  /// Throws on all ranks, and the same, unless all are about to do the same. Collective, and every command's first call.
  static func reach(_ own: Agreement, over communicator: any Communicator) throws {
    let texts = try communicator.gatherBytes(Array(JSONEncoder().encode(own)))
    let all = try texts.enumerated().map { rank, text in
      guard let agreement = try? JSONDecoder().decode(Agreement.self, from: Data(text)) else {
        throw LaunchError(
          description: "rank \(rank) has another version of the program. Copy the same binary to all hosts.")
      }
      return agreement
    }
    let others = all.indices.filter { all[$0].difference(from: all[0]) != nil }
    guard let rank = others.first, let difference = all[rank].difference(from: all[0]) else { return }
    let count = "\(others.count) of \(all.count) ranks differ"
    throw LaunchError(description: "rank \(rank) has \(difference.text(count))")
  }

  /// In what two ranks differ.
  struct Difference {
    let subject: String
    let found: String
    let expected: String
    let advice: String

    /// - Parameter count: how many ranks differ.
    func text(_ count: String) -> String {
      "\(subject) than rank 0 (\(count)): \(found), expected \(expected). \(advice)"
    }
  }

  /// In what this rank differs from the first one; nil if in nothing.
  func difference(from first: Agreement) -> Difference? {
    if let (own, expected) = arguments.difference(from: first.arguments) {
      let option = own ?? expected ?? ""
      let what = arguments.command == first.arguments.command ? "other options" : "another command"
      let name = option.prefix { $0 != " " }
      return Difference(
        subject: what, found: own ?? "no \(name)", expected: expected ?? "no \(name)",
        advice: "Give all ranks the same command and options.")
    }
    guard program != first.program else { return nil }
    return Difference(
      subject: "another program", found: program, expected: first.program, advice: "Copy the same binary to all hosts.")
  }
}
