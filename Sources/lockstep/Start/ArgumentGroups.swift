/// The arguments of a program in groups: the command, then each option with its values; the order is that of the groups'
/// texts, so that it does not matter in which the user gave them.
struct ArgumentGroups: Codable, Equatable {
  /// "train", "--learning-rate 0.1", "--no-report".
  let groups: [String]

  /// Options that may differ between ranks: where a host has its data, how many threads it starts, and where the first
  /// rank, which alone writes, leaves its files.
  private static let ofOneRank: Set = ["--data", "--threads", "--output-dir"]

  init(_ arguments: [String]) {
    var groups: [[String]] = [[]]
    for argument in arguments {
      if argument.hasPrefix("--"), let end = argument.firstIndex(of: "=") {
        groups.append([String(argument[..<end]), String(argument[argument.index(after: end)...])])
      } else if argument.hasPrefix("-"), Double(argument) == nil {
        groups.append([argument])
      } else {
        groups[groups.count - 1].append(argument)
      }
    }
    let alike = groups.dropFirst().filter { !Self.ofOneRank.contains($0[0]) }.map { $0.joined(separator: " ") }
    self.groups = [groups[0].joined(separator: " ")] + alike.sorted()
  }

  /// The first group that only one of the two has, for each of them; nil if they are the same.
  func difference(from other: ArgumentGroups) -> (own: String?, others: String?)? {
    guard self != other else { return nil }
    guard command == other.command else { return (command, other.command) }
    let (added, missing) = (Self.first(groups, notIn: other.groups), Self.first(other.groups, notIn: groups))
    // Of different options only one is named, so that the two are about the same thing.
    guard let added, let missing, Self.name(added) != Self.name(missing) else { return (added, missing) }
    return (added, other.groups.first { Self.name($0) == Self.name(added) })
  }

  /// The command; all arguments where there is none, as in `--version`.
  var command: String { groups[0].isEmpty ? groups.dropFirst().joined(separator: " ") : groups[0] }

  private static func name(_ group: String) -> Substring { group.prefix { $0 != " " } }

  private static func first(_ groups: [String], notIn others: [String]) -> String? {
    var others = others
    return groups.first { group in
      guard let index = others.firstIndex(of: group) else { return true }
      others.remove(at: index)
      return false
    }
  }
}
