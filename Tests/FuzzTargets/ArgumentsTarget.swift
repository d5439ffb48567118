import TextTables
import lockstep

/// Command lines: words between zeros. They are parsed, nothing is run.
struct ArgumentsTarget: FuzzTarget {
  static let name = "arguments"
  static let longest = 512

  /// What the program may end with before it starts anything: an answer, or a usage error.
  private static let codes: Set<Int32> = [0, 64]

  func read(_ input: [UInt8]) throws -> Outcome {
    let words = input.split(separator: 0, omittingEmptySubsequences: false).map { Array($0) }
    let spelledOut: [String]
    do throws(OutsideInput.Ending) {
      guard let training = try OutsideInput.command(words) else { return .accepted }
      spelledOut = training
    } catch {
      try require(Self.codes.contains(error.code), "ends with \(error.code): \(error.text)")
      try require(!error.text.isEmpty, "ends with \(error.code), and says nothing")
      return .refused(error.text)
    }
    let again: [String]?
    do throws(OutsideInput.Ending) { again = try OutsideInput.command(spelledOut.map { Array($0.utf8) }) } catch {
      throw BrokenPromise(description: "\(spelledOut) is the same as was asked for, and refused: \(error.text)")
    }
    try require(again == spelledOut, "\(spelledOut) asks for \(again ?? [])")
    return .accepted
  }

  static let words =
    [
      "train", "evaluate", "predict", "summary", "inspect", "data", "info", "show", "explore", "verify", "report",
      "launch",
      "local", "hosts", "bench", "kernels", "comm", "scale", "help", "--help", "--version", "--model", "--epochs",
      "--batch-size", "--learning-rate", "--seed", "--shards", "--optimizer", "--momentum", "--nesterov", "--beta-1",
      "--epsilon", "--weight-decay", "--exclude-from-weight-decay", "--clip-norm", "--weight-average", "--ema-momentum",
      "--schedule", "--schedule-peak", "--schedule-final-factor", "--schedule-step-epochs", "--warmup-epochs", "--loss",
      "--label-smoothing", "--flip", "--shift", "--erase-probability", "--erase-area", "--erase-aspect", "--erase-fill",
      "--validation-split", "--validation-data", "--validation-indices", "--test-augmentation", "--monitor",
      "--early-stopping-patience", "--min-delta", "--restore-best-weights", "--repeat", "--folds", "--shuffle-folds",
      "--pixel-range", "--convolution", "--reduction", "--limit-train-images", "--threads", "--data", "--output-dir",
      "--verbose", "--plan", "--print", "--lr-scaling", "lab-001", "lab-004", "best", "sgd", "rmsprop", "adamw",
      "cosine",
      "one-cycle", "step", "linear", "none", "standardized:0.1,0.2", "0.1,0.3", "1e-320", "nan", "inf", "-1",
      "9223372036854775807", "18446744073709551615", "=", "--",
    ]

  static var inputs: [FuzzInput] {
    func line(_ words: String...) -> String { words.joined(separator: "\0") }
    return [
      FuzzInput("train", line("train", "--model", "lab-001")),
      FuzzInput(
        "sgd",
        line(
          "train", "--optimizer", "sgd", "--momentum", "0.9", "--nesterov", "--learning-rate", "0.02", "--schedule",
          "one-cycle", "--schedule-peak", "0.4", "--batch-size=256", "--weight-average", "ema")),
      FuzzInput(
        "augmentation",
        line(
          "train", "--model", "best", "--flip", "random", "--shift", "2", "--erase-probability", "0.25",
          "--erase-aspect",
          "1,1", "--pixel-range", "standardized:0.1,0.2", "--label-smoothing", "0.1")),
      FuzzInput(
        "validation",
        line(
          "train", "--validation-indices", "file", "--early-stopping-patience", "2", "--monitor", "val_accuracy",
          "--restore-best-weights")),
      FuzzInput("folds", line("train", "--folds", "3", "--shuffle-folds", "--seed", "18446744073709551615")),
      FuzzInput(
        "rmsprop",
        line(
          "train", "--optimizer", "rmsprop", "--rho", "0.8", "--centered", "--schedule", "cosine", "--clip-norm", "1")),
      FuzzInput("evaluate", line("evaluate", "--model-file", "a.safetensors", "--pixel-range", "-1-1")),
      FuzzInput("predict", line("predict", "--model-file", "a", "--resize", "area", "a.png", "b.png")),
      FuzzInput("launch", line("launch", "local", "--print", "--ranks", "2", "--", "train", "--epochs", "1")),
      FuzzInput("scale", line("bench", "scale", "--ranks", "1,2", "--", "--batch-size", "64")),
      FuzzInput("report", line("report", "a", "b", "--output", "c")),
      FuzzInput("help", line("train", "--help")),
      FuzzInput("version", line("--version"), refusal: "0."),
      FuzzInput("no-command", "", refusal: "Unexpected argument"),
      FuzzInput("not-a-number", line("train", "--epochs", "\u{1B}[31m"), refusal: "--epochs"),
      FuzzInput("not-utf8", Array("train\0".utf8) + [0xE9], refusal: "argument 2 is not UTF-8: \"\\xE9\""),
    ]
  }
}
