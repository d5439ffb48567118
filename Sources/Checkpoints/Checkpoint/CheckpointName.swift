/// The names of checkpoint files: `step-00004690.safetensors`.
enum CheckpointName {
  /// The checkpoint after the best epoch so far.
  static let best = "best.safetensors"
  private static let prefix = "step-"
  private static let suffix = ".safetensors"
  private static let digits = 8

  /// The name of the file for the checkpoint after `step` steps; names sort by step up to 99,999,999.
  static func name(step: Int) -> String {
    let number = String(step)
    return prefix + String(repeating: "0", count: max(0, digits - number.count)) + number + suffix
  }

  /// Whether a file of that name is a checkpoint of a run.
  static func isOfCheckpoint(_ name: String) -> Bool { name == best || step(name) != nil }

  /// The step in a file name of that form; nil for any other name.
  static func step(_ name: String) -> Int? {
    guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return nil }
    let number = name.dropFirst(prefix.count).dropLast(suffix.count)
    guard let step = Int(number), Self.name(step: step) == name else { return nil }
    return step
  }
}
