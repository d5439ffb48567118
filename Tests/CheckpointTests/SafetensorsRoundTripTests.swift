import Checkpoints
import Support
import SystemPackage
import Testing

@Suite struct SafetensorsRoundTripTests {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  /// Random tensors of rank 0 to 4 with random bit patterns: NaN payloads, infinities and subnormals among them.
  private static func randomTensors(_ generator: inout SeededGenerator) -> [Tensor] {
    (0..<Int.random(in: 0...6, using: &generator)).map { number in
      let shape = (0..<Int.random(in: 0...4, using: &generator)).map { _ in Int.random(in: 1...4, using: &generator) }
      let values = (0..<shape.reduce(1, *)).map { _ in Float(bitPattern: .random(in: 0 ... .max, using: &generator)) }
      return Tensor(name: "layer \"\(number)\"\t\\é/\u{0}", shape: shape, values: values)
    }.shuffled(using: &generator)
  }

  private func bits(_ tensors: [Tensor]) -> [[UInt32]] { tensors.map { $0.values.map(\.bitPattern) } }

  @Test(arguments: 0..<50 as Range<UInt64>)
  func whatIsWrittenIsRead(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let tensors = Self.randomTensors(&generator)
    let metadata = Dictionary(uniqueKeysWithValues: (0..<seed % 4).map { ("key \($0)", "va\nlue \"\($0)\" 🙂") })
    let file = try SafetensorsFile(path: scratch.file("a"), tensors: tensors, metadata: metadata)
    try file.write()
    let read = try SafetensorsFile(reading: file.path)
    #expect(read.metadata == metadata)
    #expect(read.entries == file.entries)
    #expect(try bits(read.tensors()) == bits(tensors))
    #expect(try read.tensors().map(\.name) == tensors.map(\.name))

    let again = try SafetensorsFile(path: scratch.file("b"), tensors: try read.tensors(), metadata: read.metadata)
    #expect(try again.serialized() == ScratchFolder.bytes(of: file.path))
  }

  @Test func theBytesAreAsTheFormatSays() throws {
    let tensors = [
      Tensor(name: "b", shape: [2], values: [1, -2]), Tensor(name: "a", shape: [], values: [.infinity]),
    ]
    let file = try SafetensorsFile(path: "unused", tensors: tensors, metadata: ["k": "v/w"])
    let header = [
      #"{"__metadata__":{"k":"v/w"},"#, #""a":{"data_offsets":[8,12],"dtype":"F32","shape":[]},"#,
      #""b":{"data_offsets":[0,8],"dtype":"F32","shape":[2]}}"#,
    ].joined()
    let padded = header + String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
    let data: [UInt8] = [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0, 0, 0, 0x80, 0x7F]
    #expect(try file.serialized() == Samples.file(header: padded) + data)
  }

  @Test func aTensorWithoutElementsHasAPlace() throws {
    let header =
      #"{"z":{"dtype":"F32","shape":[0,9],"data_offsets":[4,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#
    let path = try scratch.writeFile(Samples.file(header: header, dataBytes: 4))
    let file = try SafetensorsFile(reading: path)
    #expect(file.entries.map(\.name) == ["a", "z"])
    #expect(try file.tensors().last == Tensor(name: "z", shape: [0, 9], values: []))
  }

  @Test func otherElementTypesAreListedButNotRead() throws {
    let header =
      #"{"bytes":{"dtype":"I8","shape":[2,4],"data_offsets":[0,8]},"#
      + #""nibbles":{"dtype":"F4","shape":[4],"data_offsets":[8,10]}}"#
    let file = try SafetensorsFile(reading: try scratch.writeFile(Samples.file(header: header, dataBytes: 10)))
    #expect(file.entries.map(\.elementType) == [.int8, .float4])
    #expect(file.entries.map(\.elementCount) == [8, 4])
    let error = #expect(throws: StorageError.self) { try file.tensors() }
    #expect(error?.kind == .badData)
    #expect(error?.problem == #"tensor "bytes" has element type I8, expected F32, F16, BF16 or F64"#)
  }

  @Test(
    arguments: [
      ("F16", [0x00, 0x3C, 0x01, 0x00, 0xFF, 0xFB], [1, 0x1p-24, -65504]),
      ("BF16", [0x80, 0x3F, 0x01, 0x00, 0x7F, 0xFF], [1, 0x1p-133, -0x1.FEp127]),
      ("F64", [0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0, 0, 0, 0x10, 0, 0, 0xF0, 0x3F], [1, 1]),
    ] as [(String, [UInt8], [Float])])
  func otherFloatingPointIsReadAsSinglePrecision(type: String, bytes: [UInt8], values: [Float]) throws {
    let header = #"{"a":{"dtype":"\#(type)","shape":[\#(values.count)],"data_offsets":[0,\#(bytes.count)]}}"#
    let path = try scratch.writeFile(Samples.file(header: header) + bytes)
    #expect(try SafetensorsFile(reading: path).tensors().map(\.values) == [values])
    let remark = try SavedModel(reading: path).remark
    #expect(remark?.contains("1 tensors of type \(type) are read as float32") == true)
    #expect(remark?.contains("rounded") == (type == "F64"))
  }

  @Test func aNumberBeyondSinglePrecisionIsRefused() throws {
    let bytes = (0..<8).map { UInt8(truncatingIfNeeded: (1e300).bitPattern >> (8 * $0)) }
    let header = #"{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}"#
    let file = try SafetensorsFile(reading: scratch.writeFile(Samples.file(header: header) + bytes))
    let error = #expect(throws: StorageError.self) { try file.tensors() }
    #expect(error?.problem == #"tensor "a" holds 1e+300, more than single precision can"#)
  }

  @Test(arguments: ["  ", "\n\t"], [#""__metadata__":null,"#, #""__metadata__":{},"#, ""])
  func whatTheReferenceTakesIsRead(blanks: String, metadata: String) throws {
    let header = blanks + "{" + metadata + #""a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"# + blanks
    let file = try SafetensorsFile(reading: scratch.writeFile(Samples.file(header: header, dataBytes: 4)))
    #expect(file.metadata == [:])
    #expect(try file.tensors() == [Tensor(name: "a", shape: [1], values: [0])])
  }

  @Test func aFileThatCouldNotBeReadIsNotWritten() throws {
    let tooManyValues = Tensor(name: "a", shape: [2], values: [1])
    let overflowing = Tensor(name: "a", shape: [.max, .max], values: [])
    let one = Tensor(name: "a", shape: [], values: [1])
    let reserved = Tensor(name: "__metadata__", shape: [], values: [1])
    let many = (0...SafetensorsLimits.tensors).map { Tensor(name: "\($0)", shape: [], values: [0]) }
    for tensors in [[tooManyValues], [overflowing], [one, one], [reserved], many] {
      let error = #expect(throws: StorageError.self) {
        try SafetensorsFile(path: "unused", tensors: tensors, metadata: [:])
      }
      #expect(error?.kind == .badData)
    }
    let long = String(repeating: "x", count: SafetensorsLimits.headerBytes)
    let file = try SafetensorsFile(path: scratch.file("long"), tensors: [one], metadata: ["long": long])
    #expect(throws: StorageError.self) { try file.write() }
    #expect(try scratch.names == [])
  }
}
