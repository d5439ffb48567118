import Support
import Testing

extension DistributedTests {
  /// Two ranks that were not started alike: every command, every flag and listed option, other inputs, other commands.
  @Suite("Ranks that differ")
  struct RankDifferenceTests {
    /// Ends that are right: the ranks do not fit, or one of them cannot go on, or it does not matter.
    private static let exitCodes: Set<Int32> = [0, 64, 65, 66, 69]

    let folder: TrialFolder
    let calls: SmallCall
    let commands: [CommandDescription]

    init() async throws {
      folder = try await TrialFolder()
      calls = SmallCall(folder.inputs, launcher: "mpirun")
      commands = try await ProgramDescription.read()
    }

    @Test("by an option: they say so, or rank 0's result is its own")
    func options() async throws {
      let pairs = try commands.flatMap { command in
        try command.arguments.filter { $0.kind == .flag || $0.allValues != nil }.map { option in
          let words = option.words(option.allValues?.last ?? "")
          return Pair(
            "\(command.name): \(words[0]) on rank 1", try call(command, for: option),
            try call(command, for: option, adding: words))
        }
      }
      try await run("options on one rank", pairs)
    }

    @Test("by their inputs: they say so, or rank 0's result is its own")
    func inputs() async throws {
      let inputs = folder.inputs
      let otherData = try SampleDataset(trainingImages: 64, testImages: 32).write(in: folder.scratch, "other")
      let paths = [inputs.data, inputs.model, inputs.modelFile, inputs.picture, inputs.run]
      let substitutes = [(inputs.data, otherData)] + paths.map { ($0, folder.scratch.path("absent")) }
      let pairs = try commands.flatMap { command in
        let call = try call(command)
        return substitutes.compactMap { path, substitute -> Pair? in
          guard let place = call.firstIndex(of: path) else { return nil }
          var other = call
          other[place] = substitute
          return Pair("\(command.name): \(substitute) for \(path) on rank 1", call, other)
        }
      }
      try await run("inputs of one rank", pairs)
    }

    @Test("by a usage error on either rank: its message comes out, with its code")
    func usageErrors() async throws {
      let pairs = try commands.flatMap { command in
        let call = try call(command)
        let wrong = command.words + ["--no-such-option"] + call.dropFirst(command.words.count)
        return [
          Pair("\(command.name): usage error on rank 0", wrong, call),
          Pair("\(command.name): usage error on rank 1", call, wrong),
        ]
      }
      // What starts ranks itself is refused on either, whoever comes first.
      let remedies = ["--no-such-option", "bench scale", "launch local", "launch hosts"]
      try await run("usage errors on one rank", pairs, exitCodes: [64, 69], remedies: remedies)
    }

    @Test("by their commands: they say so, or rank 0's result is its own")
    func otherCommands() async throws {
      let pairs = try zip(commands, commands.dropFirst() + commands.prefix(1)).flatMap { command, other in
        let calls = (try call(command), try call(other))
        return [
          Pair("\(command.name) beside \(other.name)", calls.0, calls.1),
          Pair("\(other.name) beside \(command.name)", calls.1, calls.0),
        ]
      }
      try await run("different commands", pairs)
    }

    /// The calls of two ranks.
    private struct Pair {
      let title: String
      let calls: [[String]]

      init(_ title: String, _ first: [String], _ second: [String]) { (self.title, calls) = (title, [first, second]) }
    }

    private func call(
      _ command: CommandDescription, for option: ArgumentDescription? = nil, adding words: [String] = []
    ) throws -> [String] {
      try #require(calls.arguments(of: command, for: option, adding: words), "SmallCall lacks \(command.name)")
    }

    /// Runs jobs of two ranks. Where one succeeds, rank 0 has printed what it prints alone.
    private func run(
      _ kind: String, _ pairs: [Pair], exitCodes: Set<Int32> = Self.exitCodes, remedies: [String] = []
    ) async throws {
      var results: [[String]: [Substring]] = [:]
      var trials: [Trial] = []
      for pair in pairs {
        var command = MPILauncher.job(calls: pair.calls)
        command.folder = try folder.makeFolder()
        var trial = Trial(pair.title, command, exitCodes: exitCodes)
        trial.remedies = remedies
        let first = pair.calls[0]
        // What a benchmark prints are times; a doctor of a job sees other things than alone.
        if results[first] == nil, !["bench", "doctor"].contains(first[0]) {
          results[first] = Self.results(try await folder.command(first).run())
        }
        if let expected = results[first] {
          trial.inspection = { result in
            let found = Self.results(result)
            return result.exitCode != 0 || found == expected ? nil : "printed \(found), alone \(expected)"
          }
        }
        trials.append(trial)
      }
      await TrialSeries(kind, trials, atOnce: 2).run()
    }

    /// What was printed, but for speeds.
    private static func results(_ result: CommandResult) -> [Substring] {
      result.outputLines.filter { !$0.hasPrefix("images/s") }
    }
  }
}
