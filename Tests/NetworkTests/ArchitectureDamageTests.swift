import Foundation
import Network
import Support
import Testing

/// Damaged files are refused, or read as what they say by chance; they never stop the program.
struct ArchitectureDamageTests {
  @Test(arguments: KerasFixture.allCases)
  func everyTruncationIsRefused(fixture: KerasFixture) {
    let json = Data(fixture.json.utf8)
    let end = json.lastIndex(of: UInt8(ascii: "}")) ?? 0
    for length in stride(from: 0, through: end, by: 7) {
      #expect(throws: ArchitectureError.self) { try Architecture.decode(json.prefix(length)) }
    }
  }

  @Test(arguments: KerasFixture.allCases)
  func changedBytesAreHarmless(fixture: KerasFixture) {
    let json = Data(fixture.json.utf8)
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<100 {
      var damaged = json
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let byte = UInt8.random(in: Bool.random(using: &generator) ? 0...255 : 32...126, using: &generator)
        damaged[Int.random(in: 0..<damaged.count, using: &generator)] = byte
      }
      guard let architecture = try? Architecture.decode(damaged) else { continue }
      let encoded = Data(architecture.keras3JSON().utf8)
      #expect((try? Architecture.decode(encoded)) == architecture, "from \(String(decoding: damaged, as: UTF8.self))")
      #expect(!SummaryTable(architecture).text.isEmpty)
    }
  }

  @Test(arguments: ["[", #"{"config":"#])
  func deepNestingIsRefused(opening: String) {
    #expect(refusal(of: String(repeating: opening, count: 100_000)).contains("nested 100000 deep"))
    #expect(refusal(of: String(repeating: opening, count: 30)).contains("not JSON"))
    let closing = opening == "[" ? "]" : "}"
    func nested(_ depth: Int) -> String {
      String(repeating: opening, count: depth) + "1" + String(repeating: closing, count: depth)
    }
    #expect(refusal(of: nested(100)).contains("lists and objects nested 100 deep; supported: at most 32"))
    let layer = refusal(ofLayer: kerasLayer("Flatten", #""odd": \#(nested(20))"#))
    #expect(layer.contains(#""flatten" (Flatten): odd: found "#))
    // What twenty chains of 490 cost was 15 s; a bracket in a string is none.
    let wide = "[" + repeatElement(nested(490), count: 20).joined(separator: ",") + "]"
    #expect(refusal(of: wide).contains("nested 491 deep"))
    #expect(refusal(of: #"{"odd": "\#(String(repeating: #"\"["#, count: 100))"}"#).contains("class_name"))
    let long = "[" + repeatElement("1", count: 1 << 18).joined(separator: ",") + "]"
    #expect(refusal(of: long).contains("262145 values"))
  }

  @Test(arguments: ["1e999", "-1e999", "1e300", "99999999999999999999", "-9223372036854775808", "NaN", "\"\""])
  func oddNumbersAreRefused(number: String) {
    #expect(!refusal(ofLayer: kerasLayer("Conv2D", #""filters": \#(number), "kernel_size": 3"#)).isEmpty)
    #expect(!refusal(ofLayer: kerasLayer("Conv2D", #""filters": 3, "kernel_size": \#(number)"#)).isEmpty)
    #expect(!refusal(ofLayer: kerasLayer("MaxPooling2D", #""pool_size": [2, \#(number)]"#)).isEmpty)
    #expect(!refusal(ofLayer: kerasLayer("Dropout", #""rate": \#(number)"#)).isEmpty)
    let input = kerasLayer("InputLayer", #""batch_shape": [null, 28, \#(number), 1]"#)
    #expect(!refusal(of: kerasModel([input] + kerasHead)).isEmpty)
  }

  @Test func repeatedFieldsAreHarmless() {
    let twice = refusal(ofLayer: kerasLayer("Dropout", #""rate": 0.5, "rate": 0.25"#))
    #expect(twice.isEmpty || twice.contains("not JSON"))
  }
}
