import Checkpoints
import Support
import Testing

@Suite("The right to write a folder")
struct FolderLockTests {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  @Test("is one process' at a time, and goes with its owner")
  func oneAtATime() throws {
    var first: FolderLock? = try FolderLock(scratch.root, patience: 0)
    let refusal = #expect(throws: StorageError.self) { try FolderLock(scratch.root, patience: 0.05) }
    #expect(refusal?.kind == .cannotCreate)
    #expect(refusal?.problem == "another process writes this run")
    first = nil
    #expect(first == nil)
    _ = try FolderLock(scratch.root, patience: 0)
  }
}
