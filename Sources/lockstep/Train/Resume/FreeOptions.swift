/// The options of `train` that change no bit of its result, and so may be others when a run goes on: the one table of them.
///
/// Every other option is one of ``ResultOptions``; a test gives each option to a run that goes on.
enum FreeOptions {
  private static let withValue: Set = [
    "--data", "--threads", "--exchange", "--output-dir", "--target-accuracy", "--progress", "--verbose", "--color",
    "--checkpoint-every", "--keep", "--resume", "--check-weights-every", "--audit-every",
    "--stall-check-warning-time-seconds", "--stall-check-shutdown-time-seconds",
  ]
  private static let flags: Set = ["--fork", "--profile", "--report", "--no-report"]

  /// Those of the arguments of `train` that decide its result.
  static func deciding(_ arguments: some Sequence<String>) -> [String] {
    var deciding: [String] = []
    var isValue = false
    for argument in arguments {
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      if isValue {
        isValue = false
      } else if withValue.contains(name) {
        isValue = parts.count == 1
      } else if !flags.contains(argument) {
        deciding.append(argument)
      }
    }
    return deciding
  }
}
