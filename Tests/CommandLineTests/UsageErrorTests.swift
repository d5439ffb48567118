import Support
import Testing

/// What the arguments alone show to be wrong: exit code 64, one message, and where to find help.
@Suite("Usage errors")
struct UsageErrorTests {
  /// Arguments of `train`, and the message.
  static let refusals: [(arguments: [String], message: String)] = [
    (["--batch-size", "0"], "--batch-size 0: expected 1 to 2147483647"),
    (["--batch-size", "many"], "The value 'many' is invalid for '--batch-size <n>'"),
    (["--batch-size", "99999999999999999999"], "The value '99999999999999999999' is invalid for '--batch-size <n>'"),
    (
      ["--shards", "7", "--batch-size", "64"],
      "--shards 7 does not divide --batch-size 64; use --shards 4 or 8, or --batch-size 63 or 70"
    ),
    (
      ["--shards", "7", "--model", "lab-001"],
      "--shards 7 does not divide --batch-size 64; use --shards 4 or 8, or --batch-size 63 or 70"
    ),
    (["--shards", "0"], "--shards 0: expected at least 1"),
    (["--epochs=-1"], "--epochs -1: expected 0 to 1000000"),
    (["--epochs", "9223372036854775807"], "--epochs 9223372036854775807: expected 0 to 1000000"),
    (["--epochs", "4000000000000000000"], "--epochs 4000000000000000000: expected 0 to 1000000"),
    (["--threads", "0"], "--threads 0: expected 1 to 65536"),
    (["--learning-rate=-0.5"], "--learning-rate -0.5: expected at least 0"),
    (["--learning-rate", "nan"], "--learning-rate nan: expected at least 0"),
    (["--beta-1", "1"], "--beta-1 1.0: expected 0 to less than 1"),
    (["--beta-2", "1.5"], "--beta-2 1.5: expected 0 to less than 1"),
    (["--epsilon", "0"], "--epsilon 0.0: expected more than 0"),
    (["--optimizer", "lion"], "The value 'lion' is invalid for '--optimizer <adam|adamw|sgd|rmsprop>'"),
    (["--optimizer", "sgd", "--beta-1", "0.5"], "--beta-1: only with --optimizer adam or adamw"),
    (["--momentum", "0.9"], "--momentum: only with --optimizer sgd or rmsprop"),
    (["--optimizer", "adamw", "--rho", "0.5"], "--rho: only with --optimizer rmsprop"),
    (["--optimizer", "sgd", "--epsilon", "1"], "--epsilon: only with --optimizer adam, adamw or rmsprop"),
    (["--optimizer", "rmsprop", "--rho", "1"], "--rho 1.0: expected 0 to less than 1"),
    (["--optimizer", "sgd", "--momentum", "1"], "--momentum 1.0: expected 0 to less than 1"),
    (["--optimizer", "sgd", "--nesterov"], "--nesterov: needs a --momentum of more than 0"),
    (["--weight-decay", "nan"], "--weight-decay nan: expected at least 0"),
    (["--clip-norm", "0"], "--clip-norm 0.0: expected more than 0"),
    (["--schedule", "step"], "--schedule step: needs --schedule-step-epochs"),
    (["--schedule-peak", "0.3"], "--schedule-peak: only with --schedule one-cycle"),
    (
      ["--schedule", "step", "--schedule-step-epochs", "2", "--schedule-final-factor", "0"],
      "--schedule-final-factor: only with --schedule cosine or one-cycle"
    ),
    (
      ["--schedule", "one-cycle", "--warmup-epochs", "1"], "--warmup-epochs: --schedule one-cycle rises by itself"
    ),
    (["--flip", "up"], "The value 'up' is invalid for '--flip <none|random|alternating>'"),
    (["--shift", "1001"], "--shift 1001: expected 0 to 1000"),
    (["--erase-probability", "2"], "--erase-probability 2.0: expected 0 to 1"),
    (["--erase-fill", "zero"], "--erase-fill: needs --erase-probability"),
    (
      ["--erase-probability", "0.5", "--erase-area", "0.4,0.2"],
      "--erase-area 0.4,0.2: expected two numbers from more than 0 to 1, the less one first"
    ),
    (
      ["--erase-probability", "0.5", "--erase-aspect", "0,1"],
      "--erase-aspect 0.0,1.0: expected two numbers of more than 0, the less one first"
    ),
    (["--erase-aspect", "1"], "The value '1' is invalid for '--erase-aspect <min,max>'"),
    (
      ["--exclude-from-weight-decay", "none,bias"],
      "--exclude-from-weight-decay [\"none\", \"bias\"]: expected names of tensors, or none alone"
    ),
    (["--ema-momentum", "0.9"], "--ema-momentum: needs --weight-average ema"),
    (["--weight-average", "ema", "--ema-momentum", "1"], "--ema-momentum 1.0: expected 0 to less than 1"),
    (
      ["--verbose", "0", "--progress", "bar"],
      "--verbose 0 is --progress none, and contradicts --progress bar; give one of them"
    ),
    (
      ["--verbose", "1", "--progress", "plain"],
      "--verbose 1 is --progress bar, and contradicts --progress plain; give one of them"
    ),
    (["--progress", "dots"], "The value 'dots' is invalid for '--progress <auto|bar|plain|none>'"),
    (["--color", "maybe"], "The value 'maybe' is invalid for '--color <auto|always|never>'"),
    (["--repeat", "0"], "--repeat 0: expected 1 to 10000"),
    (["--repeat", "9223372036854775807"], "--repeat 9223372036854775807: expected 1 to 10000"),
    (["--folds", "1"], "--folds 1: expected 2 to 60000"),
    (["--folds", "9223372036854775807"], "--folds 9223372036854775807: expected 2 to 60000"),
    (["--folds", "2", "--repeat", "2"], "--folds: not together with --repeat; give one of them"),
    (["--shuffle-folds"], "--shuffle-folds: only with --folds"),
    (
      ["--folds", "2", "--validation-data", "test"],
      "--folds: brings its own validation; leave out --validation-split, --validation-data and --validation-indices"
    ),
    (
      ["--validation-indices", "f", "--validation-split", "0.1"],
      "--validation-indices and --validation-split exclude each other; give one of them"
    ),
    (
      ["--validation-data", "none", "--monitor", "val_loss"],
      "--monitor val_loss: there is no validation; give --validation-split or --validation-data test"
    ),
    (["--early-stopping-patience", "x"], "The value 'x' is invalid for '--early-stopping-patience <epochs>'"),
    (["--min-delta", "nan"], "--min-delta nan: expected at least 0"),
    (["--target-accuracy", "90"], "--target-accuracy 90.0: expected 0 to 1"),
    (["--label-smoothing", "1"], "--label-smoothing 1.0: expected 0 to less than 1"),
    (
      ["--label-smoothing", "0.1", "--loss", "sparse_categorical_crossentropy"],
      "--label-smoothing 0.1: sparse_categorical_crossentropy has none; use --loss categorical_crossentropy"
    ),
    (["--validation-split", "1.5"], "--validation-split 1.5: expected 0 to less than 1"),
    (["--validation-split", "nan"], "--validation-split nan: expected 0 to less than 1"),
    (
      ["--validation-split", "0.1", "--validation-data", "test"],
      "--validation-split 0.1 and --validation-data test exclude each other; give one of them"
    ),
    (["--limit-train-images", "0"], "--limit-train-images 0: expected 1 to 2147483647"),
    (["--limit-test-images", "0"], "--limit-test-images 0: expected 1 to 2147483647"),
    (["--reduction", "ring"], "The value 'ring' is invalid for '--reduction <tree|mpi>'"),
    (["--epocs", "3"], "Unknown option '--epocs'. Did you mean '--epochs'?"),
    (["lab-001"], "Unexpected argument 'lab-001'"),
  ]

  @Test("train refuses wrong options before it does anything", arguments: refusals)
  func training(arguments: [String], message: String) async throws {
    let scratch = try ScratchFolder()
    let result = try await LockstepProgram.command(["train"] + arguments, folder: scratch.path).run()
    let fault = result.refusalFault(
      exitCode: 64, "Error: \(message)", "\nUsage: lockstep train <options>\n",
      "  See 'lockstep train --help' for more information.\n")
    #expect(fault == nil)
    #expect(try RunFolder(scratch.path).names() == [])
  }

  /// Arguments of other commands, the message, and the command whose help is named.
  static let otherRefusals: [(arguments: [String], message: String, help: String)] = [
    (["fit"], "Unexpected argument 'fit'", "lockstep --help"),
    (["evaluate"], "Missing expected argument '--model-file <file>'", "lockstep evaluate --help"),
    (["evaluate", "--model-file"], "Missing value for '--model-file <file>'", "lockstep evaluate --help"),
    (
      ["evaluate", "--model-file", "m", "--limit-test-images", "0"], "--limit-test-images 0: expected 1 to 2147483647",
      "lockstep evaluate --help"
    ),
    (
      ["evaluate", "--model-file", "m", "--target-accuracy", "90"], "--target-accuracy 90.0: expected 0 to 1",
      "lockstep evaluate --help"
    ),
    (
      ["predict", "--model-file", "m", "--probabilities", "p.csv", "--limit-test-images", "0"],
      "--limit-test-images 0: expected 1 to 2147483647", "lockstep predict --help"
    ),
    (
      ["predict", "--model-file", "m", "a.png", "--top-k", "0"], "--top-k 0: expected at least 1",
      "lockstep predict --help"
    ),
    (["inspect"], "Missing expected argument '<file>'", "lockstep inspect --help"),
    (["inspect", "a", "b"], "Unexpected argument 'b'", "lockstep inspect --help"),
    (["summary", "lab-001"], "Unexpected argument 'lab-001'", "lockstep summary --help"),
    (["summary", "--batch-size", "64"], "--batch-size: only together with --plan", "lockstep summary --help"),
    (["summary", "--convolution", "auto"], "--convolution: only together with --plan", "lockstep summary --help"),
    (
      ["summary", "--plan", "--batch-size", "0"], "--batch-size 0: expected 1 to 2147483647", "lockstep summary --help"
    ),
    (
      ["summary", "--plan", "--batch-size", "4099"],
      "--batch-size 4099 with --shards 1 sums 4099 images at once, at most 4096 fit", "lockstep summary --help"
    ),
  ]

  @Test(
    "predict refuses with --probabilities what is only for pictures",
    arguments: [
      ["--json"], ["--top-k", "3"], ["--png", "f"], ["--class-names", "a,b"], ["--invert", "auto"],
      ["--resize", "nearest"], ["--channel", "luminance"], ["--background", "auto"],
    ])
  func onlyForPictures(options: [String]) async throws {
    let arguments = ["predict", "--model-file", "m", "--probabilities", "p.csv"] + options
    let result = try await LockstepProgram.command(arguments).run()
    #expect(result.refusalFault(exitCode: 64, "Error: \(options[0]): only for pictures; leave it out") == nil)
  }

  @Test("the other commands refuse wrong arguments", arguments: otherRefusals)
  func others(arguments: [String], message: String, help: String) async throws {
    let result = try await LockstepProgram.command(arguments).run()
    #expect(result.refusalFault(exitCode: 64, "Error: \(message)", "See '\(help)' for more information.") == nil)
  }
}
