/// Bytes as people read and compare them.
package enum Hexadecimal {
  /// Two lower-case hexadecimal digits for each byte.
  package static func text(_ bytes: some Sequence<UInt8>, separator: String = "") -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: separator)
  }
}
