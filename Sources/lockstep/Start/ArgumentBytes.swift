import ArgumentParser
import FashionMNIST
import Foundation
import TextTables

/// The bytes of arguments and variables, of which Swift's own strings are only a repaired copy.
///
/// A name that is not UTF-8 would otherwise lead to another file, or make one with replacement characters in its name.
enum ArgumentBytes {
  /// Variables that name files.
  private static let variables = [DatasetSearch.variable, "HOME"]

  /// Throws a usage error for the first argument, or variable that names a file, that is not UTF-8.
  static func check() throws(ValidationError) {
    for index in CommandLine.arguments.indices {
      let bytes = unsafe CommandLine.unsafeArgv[index].map {
        unsafe Array(UnsafeBufferPointer(start: $0, count: strlen($0)))
      }
      try require(bytes ?? [], "argument \(index)")
    }
    for name in variables {
      let bytes = unsafe getenv(name).map { unsafe Array(UnsafeBufferPointer(start: $0, count: strlen($0))) }
      try require(bytes ?? [], "$\(name)")
    }
  }

  static func require(_ characters: [CChar], _ place: String) throws(ValidationError) {
    let bytes = characters.map { UInt8(bitPattern: $0) }
    guard String(validating: bytes, as: UTF8.self) == nil else { return }
    throw ValidationError(
      "\(place) is not UTF-8: \(shown(bytes)). Rename the file or folder, or make a link to it with another name.")
  }

  /// The text with each byte that is no part of a character as `\xE9`.
  private static func shown(_ bytes: [UInt8]) -> String {
    var (text, rest) = ("", bytes[...])
    while let first = rest.first {
      let length = (1...4).first { String(validating: rest.prefix($0), as: UTF8.self) != nil }
      text +=
        length.map { String(decoding: rest.prefix($0), as: UTF8.self).printable() }
        ?? "\\x" + String(first, radix: 16, uppercase: true)
      rest = rest.dropFirst(length ?? 1)
    }
    return "\"\(text)\""
  }
}
