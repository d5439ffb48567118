import Foundation
import Network
import Testing

/// What `--model` takes: a preset's name or a file.
struct ArchitectureFileTests {
  @Test func presetsAreFoundByName() throws {
    #expect(try Architecture.load(nameOrPath: "lab-003") == Preset.named("lab-003")?.architecture())
  }

  @Test func filesAreRead() throws {
    let preset = try #require(Preset.named("lab-004"))
    let architecture = try withFile(preset.json) { try Architecture.load(nameOrPath: $0) }
    #expect(try architecture == preset.architecture())
  }

  @Test(arguments: ["lab-002", "no/such/file.json", ""])
  func missingFilesNameThePresets(path: String) {
    let error = #expect(throws: ArchitectureError.self) { try Architecture.load(nameOrPath: path) }
    #expect(error?.kind == .inputMissing)
    #expect(
      error?.description == (path.isEmpty ? "" : path + ": ")
        + "model: found neither a preset nor a file of this name; "
        + "supported: lab-001, lab-003, lab-004, lab-004-leaky, best, best-long, or the path of a file with Keras' model.to_json()"
    )
  }

  @Test func foldersAreNotFiles() {
    let error = #expect(throws: ArchitectureError.self) {
      try Architecture.load(nameOrPath: FileManager.default.temporaryDirectory.path)
    }
    #expect(error?.kind == .inputMissing)
    #expect(error?.found == "a folder")
  }

  @Test func errorsNameTheFile() throws {
    try withFile(Data([0xFF, 0xD8, 0xFF, 0xE0])) { path in
      let error = #expect(throws: ArchitectureError.self) { try Architecture.load(nameOrPath: path) }
      #expect(error?.kind == .invalid)
      #expect(error?.description.hasPrefix("\(path): the whole text: found 4 bytes that are not JSON") == true)
    }
  }

  @Test func largeFilesAreNotRead() throws {
    try withFile(Data(count: 5_000_000)) { path in
      let error = #expect(throws: ArchitectureError.self) { try Architecture.load(nameOrPath: path) }
      #expect(error?.description == "\(path): size: found more than 4194304 bytes; supported: Keras' JSON of one model")
    }
  }

  /// Calls `body` with the path of a temporary file of the given contents.
  private func withFile<Result>(_ contents: Data, _ body: (String) throws -> Result) throws -> Result {
    let file = FileManager.default.temporaryDirectory.appending(path: "architecture-\(UUID().uuidString).json")
    try contents.write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    return try body(file.path)
  }
}
