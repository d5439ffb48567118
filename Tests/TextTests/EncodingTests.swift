import Encodings
import Foundation
import Testing

/// Numbers, digests and records as files and messages spell them.
@Suite("Encodings")
struct EncodingTests {
  @Test("numbers lie least significant byte first, and come back with every bit")
  func numbers() {
    var bytes: [UInt8] = [7]
    let values: [Float] = [1, -0.0, .infinity, Float(bitPattern: 0x7FA0_1234), .leastNonzeroMagnitude]
    LittleEndian.append(values, to: &bytes)
    #expect(Array(bytes[..<9]) == [7, 0, 0, 0x80, 0x3F, 0, 0, 0, 0x80])
    #expect(LittleEndian.floats(in: bytes, 1..<21).map(\.bitPattern) == values.map(\.bitPattern))
    var words: [UInt8] = []
    LittleEndian.append(0x0102_0304_0506_0708, to: &words)
    LittleEndian.append(0x01FF, size: 2, to: &words)
    #expect(words == [8, 7, 6, 5, 4, 3, 2, 1, 0xFF, 1])
    #expect(Array(LittleEndian.words(in: words, 0..<8)) == [0x0102_0304_0506_0708])
    #expect(Array(LittleEndian.words(size: 2, in: words, 6..<10)) == [0x0102, 0x01FF])
  }

  @Test("bytes have two digits each")
  func hexadecimal() {
    #expect(Hexadecimal.text([0, 0x0A, 0xFF]) == "000aff")
    #expect(Hexadecimal.text([0x89, 0x50], separator: " ") == "89 50")
    #expect(Hexadecimal.text([]) == "")
  }

  @Test("JSON has sorted keys, plain slashes, and words for what is no number")
  func json() throws {
    let value = ["b": Double.nan, "a/b": 0.1, "a": -.infinity]
    let text = try JSONText.text(value)
    #expect(text == #"{"a":"-Infinity","a/b":0.1,"b":"NaN"}"#)
    #expect(try JSONText.text(["a": 1], .indented) == "{\n  \"a\" : 1\n}")
    let back = try JSONText.value([String: Double].self, of: Data(text.utf8))
    #expect(back["a/b"] == 0.1 && back["a"] == -.infinity && back["b"]?.isNaN == true)
  }
}
