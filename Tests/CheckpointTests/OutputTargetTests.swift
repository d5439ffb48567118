import Checkpoints
import Foundation
import Support
import SystemPackage
import Testing

/// What a written path leads to stays what it is.
@Suite struct OutputTargetTests {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private func mode(_ path: FilePath) throws -> mode_t {
    var status = stat()
    try #require(unsafe lstat(path.string, &status) == 0)
    return status.st_mode
  }

  private func link(_ name: String, to target: String) throws -> FilePath {
    try FileManager.default.createSymbolicLink(atPath: scratch.file(name).string, withDestinationPath: target)
    return scratch.file(name)
  }

  @Test(arguments: [0o600, 0o640, 0o444, 0o755] as [mode_t])
  func aFileKeepsItsPermissions(permissions: mode_t) throws {
    let path = try scratch.writeFile([1], "file")
    try #require(unsafe chmod(path.string, permissions) == 0)
    try AtomicFile.write([2], to: path)
    #expect(try ScratchFolder.bytes(of: path) == [2])
    #expect(try mode(path) & 0o7777 == permissions)
  }

  @Test func linksAreFollowedAndStay() throws {
    let target = try scratch.writeFile([1], "target")
    for (name, destination) in [("relative", "target"), ("absolute", target.string), ("chain", "relative")] {
      let path = try link(name, to: destination)
      try AtomicFile.write(Array(name.utf8), to: path)
      #expect(try ScratchFolder.text(of: target) == name)
      #expect(try mode(path) & S_IFMT == S_IFLNK)
    }
    try AtomicFile.write([3], to: try link("dangling", to: "new"))
    #expect(try ScratchFolder.bytes(of: scratch.file("new")) == [3])
    #expect(try scratch.names == ["absolute", "chain", "dangling", "new", "relative", "target"])
  }

  @Test func linksInACircleAreRefused() throws {
    _ = try link("a", to: "b")
    let error = try #require(throws: StorageError.self) { try AtomicFile.write([1], to: link("b", to: "a")) }
    #expect(error.kind == .cannotCreate)
    #expect(error.problem == "is a link that leads in a circle")
    #expect(try scratch.names == ["a", "b"])
  }

  @Test func devicesAreWrittenTo() throws {
    for path in ["/dev/null", try link("link", to: "/dev/null")] as [FilePath] {
      try AtomicFile.check(path)
      try AtomicFile.write([1], to: path)
    }
    #expect(try mode("/dev/null") & S_IFMT == S_IFCHR)
    #expect(try scratch.names == ["link"])
  }

  @Test func aPipeIsWrittenToIfAProgramReadsIt() throws {
    let path = scratch.file("pipe")
    try #require(unsafe mkfifo(path.string, 0o600) == 0)
    let error = try #require(throws: StorageError.self) { try AtomicFile.write([1], to: path) }
    #expect(error.kind == .cannotCreate)
    #expect(error.problem == "is a pipe that no program reads")
    let reader = try FileDescriptor.open(path, .readOnly, options: .nonBlocking)
    try reader.closeAfter {
      try AtomicFile.write([1, 2, 3], to: path)
      var bytes = [UInt8](repeating: 0, count: 4)
      #expect(try unsafe bytes.withUnsafeMutableBytes { unsafe try reader.read(into: $0) } == 3)
      #expect(bytes == [1, 2, 3, 0])
    }
    #expect(try mode(path) & S_IFMT == S_IFIFO)
    #expect(try scratch.names == ["pipe"])
  }

  @Test func whatWillBeInTheWayIsFoundBefore() throws {
    for path in [scratch.root, scratch.file("missing/file"), "/proc/none/file"] {
      let error = try #require(throws: StorageError.self) { try AtomicFile.check(path) }
      #expect(error.kind == .cannotCreate)
      #expect(error.path == path)
    }
    try AtomicFile.check(scratch.file("new"))
    #expect(try scratch.names == [])
  }
}
