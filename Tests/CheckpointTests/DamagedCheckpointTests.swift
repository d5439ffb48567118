import Checkpoints
import Foundation
import Support
import Testing

/// The newest checkpoint is damaged in every way: the one before is taken, and one message names the file and the fault.
@Suite struct DamagedCheckpointTests {
  let damaged: DamagedFolder

  init() throws { damaged = try DamagedFolder() }

  private var whole: [UInt8] { damaged.whole }
  private var headEnd: Int { damaged.headEnd }

  @Test func cutAnywhere() throws {
    for percent in 0..<100 {
      try damaged.expectPassedOver(whole.prefix(whole.count * percent / 100), "cut at \(percent) %")
    }
    let header = try SafetensorsFile(reading: damaged.scratch.writeFile(whole))
    let tensors = header.entries.flatMap { [headEnd + $0.bytes.lowerBound, headEnd + $0.bytes.upperBound] }
    for end in Set([1, 7, 8, 9, headEnd - 1, headEnd, headEnd + 1, whole.count - 1] + tensors) where end < whole.count {
      try damaged.expectPassedOver(whole.prefix(end), "cut after \(end) of \(whole.count) bytes", "expected")
    }
  }

  @Test func longerThanItsHeaderSays() throws {
    for extra in [1, 4, 4096] {
      let zeros = [UInt8](repeating: 0, count: extra)
      try damaged.expectPassedOver(whole + zeros, "\(extra) bytes more", "bytes of data, expected")
      try damaged.expectPassedOver(zeros + whole, "\(extra) bytes before it")
    }
  }

  /// What a file system leaves of a file whose pages were never written.
  @Test func zerosInAnyPart() throws {
    for part in [0..<8, 8..<headEnd, headEnd..<whole.count, 0..<whole.count, whole.count / 2..<whole.count] {
      var bytes = whole
      bytes.replaceSubrange(part, with: repeatElement(0, count: part.count))
      try damaged.expectPassedOver(bytes, "zeros in \(part)")
    }
  }

  @Test func aBitOfTheHeadersLength() throws {
    for bit in 0..<64 { try damaged.expectPassedOver(flipped(byte: bit / 8, bit: bit % 8), "bit \(bit)") }
  }

  /// Names, shapes, metadata, both digests, and the blanks at the end.
  @Test func aBitOfTheHeader() throws {
    for byte in 8..<headEnd { try damaged.expectPassedOver(flipped(byte: byte, bit: byte * 5 % 8), "byte \(byte)") }
  }

  @Test func aBitOfTheDigests() throws {
    let text = String(decoding: whole.prefix(headEnd), as: Unicode.ASCII.self)
    for key in ["content_sha256", "header_sha256"] {
      let start = try #require(text.firstRange(of: "\"\(key)\":\""))
      let first = text.distance(from: text.startIndex, to: start.upperBound)
      for byte in first..<first + 64 {
        try damaged.expectPassedOver(flipped(byte: byte, bit: byte % 7), "\(key), byte \(byte)")
      }
    }
  }

  @Test func aBitOfTheData() throws {
    for byte in headEnd..<whole.count {
      try damaged.expectPassedOver(
        flipped(byte: byte, bit: byte % 8), "byte \(byte)", "is damaged: its data has SHA-256")
    }
  }

  private func flipped(byte: Int, bit: Int) -> [UInt8] {
    var bytes = whole
    bytes[byte] ^= 1 << UInt8(bit)
    return bytes
  }
}
