import Checkpoints
import Foundation
import Support
import SystemPackage
import Testing

/// A folder with two checkpoints of a run, of steps 6 and 12, the newer of which is to be damaged.
struct DamagedFolder {
  static let identity = "run 1"

  let scratch: ScratchFolder
  let folder: CheckpointFolder
  /// The file that is damaged.
  let newest: FilePath
  /// Its bytes as they were.
  let whole: [UInt8]

  init() throws {
    scratch = try ScratchFolder()
    folder = CheckpointFolder(scratch.file("checkpoints"))
    try folder.prepare()
    try folder.write(Samples.checkpoint(step: 6, identity: Self.identity))
    newest = try folder.write(Samples.checkpoint(step: 12, identity: Self.identity))
    whole = try ScratchFolder.bytes(of: newest)
  }

  /// The number of bytes before the data.
  var headEnd: Int { 8 + whole.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) } }

  /// Expects that the newest file is passed over, with one message about it.
  ///
  /// - Parameter fault: a part of the message.
  func expectPassedOver(_ damage: String, _ fault: String = "") throws {
    let search = try folder.newestValid(ofRun: Self.identity)
    #expect(search.newest == Samples.checkpoint(step: 6, identity: Self.identity), "\(damage)")
    #expect(search.path == folder.path.appending("step-00000006.safetensors"), "\(damage)")
    #expect(search.skipped.map(\.path) == [newest], "\(damage)")
    let message = search.skipped.first?.description ?? ""
    #expect(message.hasPrefix("\(newest): ") && (fault.isEmpty || message.contains(fault)), "\(damage): \(message)")
    #expect(!message.contains("\n"), "\(damage): \(message)")
  }

  func expectPassedOver(_ bytes: some Collection<UInt8>, _ damage: String, _ fault: String = "") throws {
    try Data(bytes).write(to: URL(filePath: newest.string))
    try expectPassedOver(damage, fault)
  }

  /// Puts something else in the place of the newest file.
  func replace(_ put: (_ path: String) throws -> Void) throws {
    try FileManager.default.removeItem(atPath: newest.string)
    try put(newest.string)
  }
}
