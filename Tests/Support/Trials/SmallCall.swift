/// A valid call of a command on the sample inputs that ends within a moment.
package struct SmallCall: Sendable {
  private struct Form: Sendable {
    /// The options that only go with this form; none for the usual one.
    var only: Set<String> = []
    /// Values alone.
    var alone: [String] = []
    /// What stands behind all options: another command with its own.
    var rest: [String] = []
    let arguments: [String]
  }

  private let inputs: SampleInputs
  /// Stands in for mpirun.
  private let launcher: String

  /// Calls on `inputs`; `launcher` is what `bench scale` starts.
  package init(_ inputs: SampleInputs, launcher: String) {
    self.inputs = inputs
    self.launcher = launcher
  }

  /// The arguments of the shortest valid call of `command`, with `added` among its options; nil for an unknown command.
  ///
  /// What the call itself says of `option` is left out.
  package func arguments(
    of command: CommandDescription, for option: ArgumentDescription? = nil, adding added: [String] = []
  ) -> [String]? {
    parts(of: command, for: option).map { $0.call + added + $0.rest }
  }

  /// The same call in two parts, between which options can be added.
  package func parts(
    of command: CommandDescription, for option: ArgumentDescription? = nil
  ) -> (call: [String], rest: [String])? {
    let forms = forms(of: command.name)
    guard let usual = forms.first else { return nil }
    let title = option?.title ?? ""
    let form = forms.first { $0.only.contains(title) } ?? usual
    let isAlone = option?.kind == .positional
    let words = without(title, hasValue: option?.kind == .option, form.arguments)
    return (
      command.words + (isAlone ? [] : form.alone) + words + companions(of: title), isAlone ? [] : form.rest
    )
  }

  /// The arguments without an option and its value.
  private func without(_ title: String, hasValue: Bool, _ arguments: [String]) -> [String] {
    guard let place = arguments.firstIndex(of: title) else { return arguments }
    return Array(arguments[..<place] + arguments[(place + (hasValue ? 2 : 1))...])
  }

  private func forms(of command: String) -> [Form] {
    let data = ["--data", inputs.data]
    let model = ["--model-file", inputs.modelFile]
    let pair = [
      "--images", inputs.data + "/t10k-images-idx3-ubyte", "--labels", inputs.data + "/t10k-labels-idx1-ubyte",
    ]
    let pairOptions: Set = ["--images", "--labels"]
    let training = ["train"] + data + ["--model", inputs.model, "--batch-size", "16"]
    switch command {
    case "train":
      return [
        Form(
          arguments: data + ["--model", inputs.model, "--epochs", "1", "--batch-size", "16", "--no-report"]
            + ["--output-dir", "run"]),
        Form(only: ["--resume", "--fork"], arguments: data + ["--no-report"]),
      ]
    case "evaluate": return [Form(arguments: model + data)]
    case "predict":
      return [
        Form(alone: [inputs.picture], arguments: model),
        Form(
          only: ["--probabilities", "--data", "--threads", "--limit-test-images"],
          arguments: model + data + ["--probabilities", "table.csv"]),
      ]
    case "summary":
      let model = ["--model", inputs.model]
      return [Form(arguments: model), Form(only: ["--batch-size", "--convolution"], arguments: model + ["--plan"])]
    case "inspect": return [Form(alone: [inputs.modelFile], arguments: [])]
    case "data info": return [Form(arguments: data), Form(only: pairOptions, arguments: pair)]
    case "data show":
      return [Form(alone: ["3"], arguments: data), Form(only: pairOptions, alone: ["3"], arguments: pair)]
    case "data explore":
      return [
        Form(arguments: data + ["--output", "data.html"]),
        Form(only: pairOptions, arguments: pair + ["--output", "data.html"]),
      ]
    case "data verify": return [Form(arguments: data)]
    case "verify": return [Form(alone: [inputs.run], arguments: data)]
    case "report": return [Form(alone: [inputs.run], arguments: data + ["--output", "run.html"])]
    case "launch local":
      return [Form(rest: training, arguments: ["--print", "--launcher", launcher])]
    case "launch hosts":
      let start = ["--print", "--launcher", launcher]
      return [
        Form(rest: training, arguments: start + ["--hosts", "h1:2,h2:2"]),
        Form(only: ["--hostfile"], rest: training, arguments: start),
      ]
    case "doctor": return [Form(arguments: data + ["--model", inputs.model, "--launcher", launcher])]
    case "bench kernels":
      return [
        Form(arguments: data + ["--model", inputs.model, "--images", "1", "--repeats", "1", "--warm-up-steps", "1"])
      ]
    case "bench comm": return [Form(arguments: ["--floats", "64", "--repeats", "1"])]
    case "bench scale":
      return [
        Form(
          arguments: data + ["--model", inputs.model, "--launcher", launcher, "--ranks", "1", "--repeats", "1"]
            + ["--batch-size", "16", "--mode", "strong"])
      ]
    default: return []
    }
  }

  /// What an option needs beside it to mean anything.
  private func companions(of option: String) -> [String] {
    switch option {
    case "--momentum", "--nesterov": ["--optimizer", "sgd", "--momentum=0.5"]
    case "--rho", "--centered", "--no-centered": ["--optimizer", "rmsprop"]
    case "--schedule-step-epochs": ["--schedule", "step"]
    case "--schedule-step-factor": ["--schedule", "step", "--schedule-step-epochs", "1"]
    case "--schedule-peak", "--schedule-initial-factor": ["--schedule", "one-cycle"]
    case "--schedule-final-factor": ["--schedule", "cosine"]
    case "--erase-area", "--erase-aspect", "--erase-fill": ["--erase-probability", "0.5"]
    case "--ema-momentum": ["--weight-average", "ema"]
    case "--shuffle-folds": ["--folds", "2"]
    case "--fork": ["--resume", inputs.run, "--output-dir", "forked"]
    default: []
    }
  }
}
