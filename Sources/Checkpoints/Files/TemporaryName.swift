/// The names of files that are being written: `.lockstep-1f2e3d4c5b6a7988-config.json.tmp`.
///
/// They name the file that they will become, so that whoever cleans up after a killed process leaves alone what others
/// write into the same folder.
enum TemporaryName {
  private static let prefix = ".lockstep-"
  private static let suffix = ".tmp"
  private static let digits = 16
  /// The most bytes of the file's name: with the rest it is shorter than any file system allows.
  private static let mostBytes = 200

  /// A new name for what will be the file `target`; 64 random bits make it its own.
  static func new(for target: String) -> String {
    let number = String(UInt64.random(in: .min ... .max), radix: 16)
    let zeros = String(repeating: "0", count: digits - number.count)
    return "\(prefix)\(zeros)\(number)-\(shortened(target))\(suffix)"
  }

  /// The file that a file of that name was to become; nil for any other name.
  static func target(of name: String) -> String? {
    guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return nil }
    let rest = name.dropFirst(prefix.count).dropLast(suffix.count)
    let number = rest.prefix(digits)
    guard number.utf8.count == digits, number.allSatisfy(\.isHexDigit), rest.dropFirst(digits).first == "-" else {
      return nil
    }
    return String(rest.dropFirst(digits + 1))
  }

  private static func shortened(_ target: String) -> String {
    var name = target
    while name.utf8.count > mostBytes { name.removeLast() }
    return name
  }
}
