import Foundation
import Support
import Testing

extension TrialTests {
  /// Control characters in every text that the program can print: a terminal would obey them.
  @Suite("Control characters")
  struct ControlCharacterTests {
    /// Turns what follows red, goes back to the line's start and rings the bell.
    private static let hostile = "a\u{1b}[31mb\rc\u{7}d\u{9b}"

    let setting: TrialSetting

    init() async throws { setting = try await TrialSetting() }

    @Test("in the value of any option do not come out")
    func values() async throws {
      let options = setting.options.filter { $0.argument.kind != .flag }
      await run(
        "option values",
        try options.map { option in
          (option.title, try setting.folder.command(option.call(with: Self.hostile)))
        })
    }

    @Test("in the name of a file that is there do not come out")
    func fileNames() async throws {
      let inputs = setting.folder.inputs
      var calls: [(String, Command)] = []
      for option in setting.options {
        guard let original = Self.input(of: option, among: inputs) else { continue }
        let path = try setting.folder.makeFolder() + "/" + Self.hostile
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: original)
        calls.append((option.title, try setting.folder.command(option.call(with: path))))
      }
      await run("names of inputs", calls)
    }

    @Test("in environment variables do not come out", arguments: ["LOCKSTEP_DATA", "LOCKSTEP_KERNELS"])
    func variables(name: String) async throws {
      let calls = setting.calls.map { call in call.filter { $0 != "--data" && $0 != setting.folder.inputs.data } }
      await run(
        "values of \(name)",
        try calls.map { call in
          (call.joined(separator: " "), try setting.folder.command(call, environment: [name: Self.hostile]))
        })
    }

    @Test("in class names, names of layers and models, and what a run recorded of them do not come out")
    func texts() async throws {
      let scratch = setting.folder.scratch
      let escaped = #"a\u001b[31mb\rc\u0007d"#
      let json = SampleInputs.architecture.replacing(#""dense""#, with: #""\#(escaped)""#)
        .replacing(#""small""#, with: #""\#(escaped)""#)
      let hostileModel = try scratch.write(Array(json.utf8), "hostile.json")
      // The file's name is the model's, and is recorded.
      let model = try scratch.write(Array(SampleInputs.architecture.utf8), Self.hostile + ".json")
      let data = ["--data", setting.folder.inputs.data]
      let names = ["--class-names", (0..<10).map { Self.hostile + "\($0)" }.joined(separator: ",")]
      let folder = RunFolder(scratch.path("run-\(Self.hostile)"))
      let training = try setting.folder.command(
        ["train", "--model", model, "--epochs", "1", "--batch-size", "16", "--output-dir", folder.path] + data)
      let file = ["--model-file", folder.model]
      let picture = setting.folder.inputs.picture
      // One after the other: what the first leaves is what the others read.
      await run("the name of a model that is trained", [("train", training)])
      await run(
        "texts from files",
        try [
          ["summary", "--model", model], ["summary", "--model", hostileModel],
          ["summary", "--plan", "--model", hostileModel], ["summary", "--explain", "--model", hostileModel],
          ["train", "--model", hostileModel, "--epochs", "1"] + data,
          ["inspect", folder.model], ["evaluate"] + file + data + names, ["evaluate", "--json"] + file + data + names,
          ["predict", picture] + file + names, ["predict", "--json", picture] + file + names,
          ["report", folder.path] + data + names, ["report", folder.path, folder.path, "--output", "two.html"] + names,
          ["data", "info"] + data + names, ["data", "info", "--json"] + data + names,
          ["data", "show", "1"] + data + names,
          ["data", "explore", "--output", "page.html"] + data + names,
          ["train", "--initial-weights", folder.model, "--model", setting.folder.inputs.model] + data,
          ["evaluate", "--model", setting.folder.inputs.model] + file + data,
        ].map { ($0.joined(separator: " "), try setting.folder.command($0)) })
    }

    /// What an option takes of the sample inputs; nil for other options.
    private static func input(of option: OptionUnderTrial, among inputs: SampleInputs) -> String? {
      switch option.argument.title {
      case "--model": inputs.model
      case "--model-file", "--initial-weights", "<file>": inputs.modelFile
      case "--validation-indices": inputs.indices
      case "--images": inputs.data + "/t10k-images-idx3-ubyte"
      case "--labels": inputs.data + "/t10k-labels-idx1-ubyte"
      case "--data": inputs.data
      case "<picture>": inputs.picture
      case "<run>": inputs.run
      default: nil
      }
    }

    private func run(_ kind: String, _ calls: [(title: String, command: Command)]) async {
      await TrialSeries(
        kind,
        calls.map { title, command in
          var trial = Trial("control characters in \(kind): \(title)", command)
          trial.inspection = Self.fault
          return trial
        }
      ).run()
    }

    /// The control characters that came out, but for the ends of lines; nil for none.
    private static func fault(_ result: CommandResult) -> String? {
      let found = (result.standardOutput + result.standardError).unicodeScalars
        .filter { $0.properties.generalCategory == .control && $0 != "\n" }
      return found.isEmpty ? nil : "\(found.count) control characters in what was printed"
    }
  }
}
