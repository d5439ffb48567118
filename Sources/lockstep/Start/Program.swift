import Crypto
import Encodings
import Foundation

/// Which program this is.
enum Program {
  static let version = "0.1.0"

  /// The SHA-256 of the program's file where the system tells which it is, else its version.
  static var digest: String {
    guard let bytes = try? Data(contentsOf: URL(filePath: "/proc/self/exe"), options: .mappedIfSafe) else {
      return version
    }
    return Hexadecimal.text(SHA256.hash(data: bytes))
  }
}
