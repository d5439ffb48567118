import Checkpoints
import Foundation
import Support
import SystemPackage
import Testing

@Suite struct AtomicFileTests {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  @Test func writesAndReplaces() throws {
    let path = scratch.file("config.json")
    for text in ["{}", "", String(repeating: "long\n", count: 100_000)] {
      try AtomicFile.write(text, to: path)
      #expect(try ScratchFolder.text(of: path) == text)
      #expect(try scratch.names == ["config.json"])
    }
  }

  @Test func aFolderInTheWayLeavesNoTemporaryFile() throws {
    let error = #expect(throws: StorageError.self) { try AtomicFile.write([1], to: scratch.root) }
    #expect(error?.kind == .cannotCreate)
    let parent = scratch.root.removingLastComponent()
    let leftovers = try FileManager.default.contentsOfDirectory(atPath: parent.string)
    #expect(leftovers.filter { $0.hasPrefix(".lockstep-") } == [])
  }

  @Test func aNameThatIsTooLongLeavesNoTemporaryFile() throws {
    let name = String(repeating: "x", count: 300)
    let error = #expect(throws: StorageError.self) { try AtomicFile.write([1], to: scratch.file(name)) }
    #expect(error?.kind == .cannotCreate)
    #expect(error?.problem == "cannot put the file in its place: File name too long")
    #expect(try scratch.names == [])
  }

  /// The name of a temporary file has that of its target, and must not be longer than the system allows.
  @Test func everyNameThatTheSystemAllowsCanBeWritten() throws {
    for name in [String(repeating: "x", count: 255), String(repeating: "é", count: 127), "a.tmp"] {
      try AtomicFile.write([1], to: scratch.file(name))
      #expect(try ScratchFolder.bytes(of: scratch.file(name)) == [1])
    }
    #expect(try scratch.names.count == 3)
  }

  @Test func aMissingFolderOrAFileInItsPlaceIsAnError() throws {
    let file = try scratch.writeFile([1], "file")
    for path in [scratch.file("missing/a"), file.appending("a"), "/proc/lockstep"] {
      let error = #expect(throws: StorageError.self) { try AtomicFile.write([1], to: path) }
      #expect(error?.kind == .cannotCreate)
      #expect(error?.path == path)
    }
    #expect(try scratch.names == ["file"])
  }
}
