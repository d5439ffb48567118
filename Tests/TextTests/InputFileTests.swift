import ExitCodes
import Foundation
import InputFiles
import Support
import SystemPackage
import Testing

@Suite("Files that are read") struct InputFileTests {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  @Test("regular files are read to their ends, and no further than a limit")
  func regular() throws {
    let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0) }
    let path = FilePath(try scratch.write(bytes, "file"))
    #expect(try InputFile(path).rest(atMost: bytes.count) == bytes)
    let error = #expect(throws: InputFileError.self) { try InputFile(path).rest(atMost: bytes.count - 1) }
    #expect(error?.kind == .tooLarge && error?.exitStatus == .badData)
    #expect(error?.problem == "has 200000 bytes, expected at most 199999")
  }

  @Test("what is no file is refused at once", arguments: ["/", "/dev/zero"])
  func unsuitable(path: FilePath) throws {
    let error = #expect(throws: InputFileError.self) { try InputFile(path, .fileOrPipe).rest(atMost: 100) }
    #expect(error?.kind == .unsuitable && error?.exitStatus == .inputMissing)
  }

  @Test("a pipe is refused where a file must be read twice, and does not make the reader wait")
  func pipe() throws {
    let path = try makePipe()
    let error = #expect(throws: InputFileError.self) { try InputFile(path).rest(atMost: 100) }
    #expect(error?.problem == "is a pipe, expected a regular file")
  }

  @Test("a pipe that nobody writes to is given up", .timeLimit(.minutes(5)))
  func silent() throws {
    let path = try makePipe()
    let error = #expect(throws: InputFileError.self) { try InputFile(path, .fileOrPipe).rest(atMost: 100) }
    #expect(error?.kind == .silent && error?.exitStatus == .inputMissing)
    #expect(error?.description.contains("is a pipe that no program writes to") == true)
  }

  @Test("a pipe is read to its end, also when its writer comes late", .timeLimit(.minutes(5)))
  func late() async throws {
    let path = try makePipe()
    let writer = try RunningCommand(
      Command("/bin/sh", ["-c", "sleep 0.3; { printf a; sleep 0.2; printf b; } > \"$1\"", "sh", path.string]))
    #expect(try InputFile(path, .fileOrPipe).rest(atMost: 100) == Array("ab".utf8))
    _ = try await writer.result()
  }

  private func makePipe() throws -> FilePath {
    let path = scratch.path("pipe")
    try #require(unsafe mkfifo(path, 0o600) == 0)
    return FilePath(path)
  }
}
