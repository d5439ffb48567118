import Foundation

extension RunFolder {
  /// A copy of this folder of a complete run as a process leaves it that is killed after a step: checkpoints of later steps and
  /// the model are missing. What was recorded later is there, as in a run that goes on from an earlier checkpoint.
  package func stopped(after step: Int, as path: String) throws -> RunFolder {
    let copy = RunFolder(path)
    try FileManager.default.copyItem(atPath: self.path, toPath: path)
    for name in ["model.safetensors", "report.html"] where FileManager.default.fileExists(atPath: "\(path)/\(name)") {
      try FileManager.default.removeItem(atPath: "\(path)/\(name)")
    }
    for file in copy.checkpoints where (Self.step(file) ?? 0) > step {
      try FileManager.default.removeItem(atPath: file)
    }
    return copy
  }

  /// The steps after which this folder's run can be stopped: those of its checkpoints but for the last. With a checkpoint asked
  /// for after every step there are some; training does not wait for a checkpoint that takes longer than a step.
  package var stops: [Int] { checkpoints.dropLast().compactMap(Self.step) }

  /// The step in the name of a checkpoint's file.
  package static func step(_ file: String) -> Int? {
    file.firstMatch(of: /step-(\d+)\.safetensors$/).flatMap { Int($0.output.1) }
  }

  /// The names of the events in `metrics.jsonl`, in order.
  package func eventNames() throws -> [String] { try events().map { $0["event"] as? String ?? "" } }

  /// Damages a file in the middle: a bit is flipped.
  package static func damage(_ file: String) throws {
    var bytes = try Data(contentsOf: URL(filePath: file))
    bytes[bytes.count / 2] ^= 4
    try bytes.write(to: URL(filePath: file))
  }
}
