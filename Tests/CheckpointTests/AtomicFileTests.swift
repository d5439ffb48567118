import Checkpoints
import Foundation
import SystemPackage
import Testing

@Suite struct AtomicFileTests {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  @Test func writesAndReplaces() throws {
    let path = scratch.file("config.json")
    for text in ["{}", "", String(repeating: "long\n", count: 100_000)] {
      try AtomicFile.write(text, to: path)
      #expect(try ScratchFolder.text(path) == text)
      #expect(try scratch.names == ["config.json"])
    }
  }

  @Test func aFolderInTheWayLeavesNoTemporaryFile() throws {
    let error = #expect(throws: StorageError.self) { try AtomicFile.write([1], to: scratch.path) }
    #expect(error?.kind == .cannotCreate)
    let parent = scratch.path.removingLastComponent()
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

  @Test func aMissingFolderOrAFileInItsPlaceIsAnError() throws {
    let file = try scratch.write([1], as: "file")
    for path in [scratch.file("missing/a"), file.appending("a"), "/proc/lockstep"] {
      let error = #expect(throws: StorageError.self) { try AtomicFile.write([1], to: path) }
      #expect(error?.kind == .cannotCreate)
      #expect(error?.path == path)
    }
    #expect(try scratch.names == ["file"])
  }
}
