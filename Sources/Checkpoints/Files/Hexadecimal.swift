import Crypto

extension SHA256Digest {
  /// The digest as 64 lower-case hexadecimal digits.
  var hexadecimal: String {
    map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }
}
