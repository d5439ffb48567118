import Checkpoints
import Foundation
import Support
import SystemPackage
import Testing

@Suite struct HostileFileTests {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  @Test(arguments: HostileFile.frames + HostileFile.forms + HostileFile.numbers)
  func isRefusedWithItsReason(file: HostileFile) throws {
    let path = try scratch.writeFile(file.bytes)
    let error = #expect(throws: StorageError.self) { try SafetensorsFile(reading: path) }
    #expect(error?.kind == .badData)
    #expect(error?.description.hasPrefix("\(path): ") == true)
    #expect(error?.problem.contains(file.reason) == true, "\(error?.problem ?? "")")
  }

  @Test func everyTruncationIsRefused() throws {
    let whole = try SafetensorsFile(path: "unused", tensors: Samples.weights, metadata: ["k": "v"]).serialized()
    for count in 0..<whole.count {
      let path = try scratch.writeFile(Array(whole.prefix(count)))
      #expect(throws: StorageError.self, "\(count) of \(whole.count) bytes") { try SafetensorsFile(reading: path) }
    }
  }

  @Test func noByteOfACheckpointChangesUnnoticed() throws {
    let path = scratch.file("checkpoint")
    let checkpoint = Samples.checkpoint()
    try checkpoint.write(to: path)
    let whole = try ScratchFolder.bytes(of: path)
    for index in whole.indices {
      var bytes = whole
      bytes[index] ^= 1 << UInt8(index % 8)
      // A changed byte may mean the same, as another blank after the header does; nothing else may be read.
      if let read = try? Checkpoint(reading: try scratch.writeFile(bytes)) {
        #expect(read == checkpoint, "byte \(index)")
      }
    }
  }

  @Test func noRandomHeaderIsATrap() throws {
    var generator = SeededGenerator(seed: 1)
    let valid = try SafetensorsFile(path: "unused", tensors: Samples.weights, metadata: ["k": "v"]).serialized()
    for _ in 0..<500 {
      var bytes = valid
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        bytes[Int.random(in: 8..<bytes.count, using: &generator)] = .random(in: 0 ... .max, using: &generator)
      }
      _ = try? SafetensorsFile(reading: try scratch.writeFile(bytes)).tensors()
    }
  }

  @Test func aSparseFileOfManyGigabytesIsRefusedBeforeItIsRead() throws {
    let size = SafetensorsLimits.dataBytes + 4
    let header = #"{"a":{"dtype":"F32","shape":[\#(size / 4)],"data_offsets":[0,\#(size)]}}"#
    let path = try scratch.writeFile(Samples.file(header: header))
    let descriptor = try FileDescriptor.open(path, .writeOnly)
    try descriptor.closeAfter { try descriptor.resize(to: Int64(8 + header.utf8.count + size)) }
    let error = #expect(throws: StorageError.self) { try SafetensorsFile(reading: path) }
    #expect(error?.problem.contains("expected at most \(SafetensorsLimits.dataBytes)") == true)
  }

  @Test func onlyRegularFilesThatExistAreRead() throws {
    let missing = #expect(throws: StorageError.self) { try SafetensorsFile(reading: scratch.file("missing")) }
    #expect(missing?.kind == .inputMissing)
    #expect(missing?.description.contains("No such file or directory") == true)
    let belowFile = #expect(throws: StorageError.self) {
      try SafetensorsFile(reading: try scratch.writeFile([]).appending("x"))
    }
    #expect(belowFile?.kind == .inputMissing)
    for (path, kind) in [(scratch.root, "a folder"), ("/dev/null", "a device")] as [(FilePath, String)] {
      let error = #expect(throws: StorageError.self) { try SafetensorsFile(reading: path) }
      #expect(error?.kind == .inputMissing)
      #expect(error?.problem == "is \(kind), expected a regular file")
    }
  }

  @Test func longNamesDoNotFloodTheMessage() throws {
    let name = String(repeating: "a", count: 100_000)
    let header = #"{"\#(name)":{"dtype":"X","shape":[1],"data_offsets":[0,4]}}"#
    let path = try scratch.writeFile(Samples.file(header: header, dataBytes: 4))
    let error = #expect(throws: StorageError.self) { try SafetensorsFile(reading: path) }
    #expect((error?.problem.count ?? .max) < 300)
  }
}
